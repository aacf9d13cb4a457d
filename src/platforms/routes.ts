import type { EdgeModel, PortAccessModel, Route } from '../model/model';

const DIRECT: readonly Route[] = ['direct'];

/** What of an edge takes a route; access that says nothing goes to the pods by itself. */
export function accessBy(route: Route, { access }: EdgeModel): readonly PortAccessModel[] {
  const goes = ({ routes = DIRECT }: PortAccessModel): boolean => routes.includes(route);
  return access.every(goes) ? access : access.filter(goes);
}
