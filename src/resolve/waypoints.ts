import type { NamespaceModel, ServiceModel, WaypointModel } from '../model/model';

const keyOf = ({ namespace, name, serviceAccount }: WaypointModel): string => `${namespace}/${name} ${serviceAccount}`;

/**
 * A waypoint that one namespace has and others name as an existing one is the same waypoint. Where they disagree about its identity both
 * stay as they are, for a check to refuse.
 */
export function sharedWaypoints(namespaces: readonly NamespaceModel[]): <T extends NamespaceModel | ServiceModel>(user: T) => T {
  const managed = new Map(namespaces.flatMap(({ waypoint }) => (waypoint?.managed ? [[keyOf(waypoint), waypoint]] : [])));
  return (user) => {
    const known = user.waypoint === undefined ? undefined : managed.get(keyOf(user.waypoint));
    return known === undefined ? user : { ...user, waypoint: known };
  };
}
