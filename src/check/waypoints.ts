import type { WaypointModel } from '../model/model';
import type { ModelIndex } from '../model/model-index';

interface WaypointUse {
  readonly construct: string;
  readonly waypoint: WaypointModel;
}

/** Wherever a waypoint is named: by namespaces, the egress waypoint's among them, and by services. */
export function* waypointUses({ model: { namespaces, services } }: ModelIndex): Generator<WaypointUse> {
  for (const { construct, waypoint } of [...namespaces, ...services]) if (waypoint !== undefined) yield { construct, waypoint };
}

/** Every waypoint that is named, each once. */
export function waypointsOf(index: ModelIndex): readonly WaypointModel[] {
  const { egressWaypoint } = index.model;
  const all = [...waypointUses(index)].map(({ waypoint }) => waypoint);
  const known = new Map([...all, ...(egressWaypoint === undefined ? [] : [egressWaypoint])].map((w) => [`${w.namespace}/${w.name} ${w.serviceAccount} ${w.managed}`, w]));
  return [...known.values()];
}
