import { gatewayName } from '../../model/names';
import type { CheckRule } from '../facts';

const MOVE = 'put the `EgressWaypoint` into a chart with a namespace of its own';

/** NetworkPolicy lets the waypoint out to every external host: whoever else may run, or be declared, in its namespace shares that. */
export const egressWaypointNamespace: CheckRule = ({ index }) => {
  const { egressWaypoint, namespaces, services, gateways = [] } = index.model;
  if (egressWaypoint === undefined) return [];
  const { namespace: own, name } = egressWaypoint;
  const problem = (construct: string, message: string, repair: string) => ({ code: 'egress-waypoint-namespace', construct, message, repair });
  const others = namespaces.filter(({ id }) => id === own);
  const named = gateways.map((gateway) => ({ ...gateway, id: gatewayName(gateway) }));
  const inside = [...services, ...named].filter(({ namespace }) => namespace === own);
  const behind = services.filter(({ namespace, waypoint }) => namespace !== own && waypoint?.namespace === own && waypoint.name === name);
  return [
    ...inside.map(({ id, construct }) => problem(construct, `\`${id}\` is in the namespace of the egress waypoint`, MOVE)),
    ...others.filter(({ waypoint }) => others.length > 1 && waypoint?.name !== name).map(({ id, construct }) => problem(
      construct, `the namespace \`${id}\` is that of the egress waypoint, which declares it`, `leave this \`MeshNamespace\` out, or ${MOVE}`)),
    ...behind.map(({ id, construct }) => problem(
      construct, `\`${id}\` stands behind the egress waypoint \`${own}/${name}\`, which leads out of the cluster alone`, 'give its namespace a waypoint of its own')),
  ];
};
