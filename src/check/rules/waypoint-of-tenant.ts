import type { CheckRule } from '../facts';

/** The policies of a managed waypoint name the callers and pods of what this App declares, and nobody else's: what it does not know it cuts off. */
export const waypointOfTenant: CheckRule = ({ index }) => {
  const { edges, namespaces } = index.model;
  const managed = namespaces.flatMap(({ waypoint }) => (waypoint?.managed ? [waypoint] : []));
  return edges.flatMap(({ callee, constructs }) => {
    const service = index.imported(callee);
    const own = managed.find(({ namespace, name }) => service?.waypoint?.namespace === namespace && service.waypoint.name === name);
    if (service === undefined || own === undefined) return [];
    return [{
      code: 'waypoint-of-tenant',
      construct: constructs[0],
      message: `\`${callee}\` of \`${service.contract}\` is behind waypoint \`${own.namespace}/${own.name}\`, which this App manages and which lets through to its own services alone`,
      repair: 'declare the service in this App, or give its owners a waypoint of theirs (`Waypoint.existing`)',
    }];
  });
};
