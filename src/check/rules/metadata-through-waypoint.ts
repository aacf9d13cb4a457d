import { overlap } from '../../model/cidr';
import { NODE_OWN } from '../../model/node-own';
import type { CheckRule } from '../facts';

/** Metadata services answer for the node or pod that asks: through a waypoint everybody would get what is the waypoint's. */
export const metadataThroughWaypoint: CheckRule = ({ index }) => index.model.externals.flatMap(({ through, addresses, caller, host, constructs }) => {
  const own = through === undefined ? undefined : addresses.find((cidr) => NODE_OWN.some((block) => overlap(block, cidr)));
  if (own === undefined) return [];
  return [{
    code: 'metadata-through-waypoint',
    construct: constructs[0],
    message: `\`${caller}\` calls \`${host}\` at \`${own}\`, which every node answers for itself, and it is ambient: through the egress waypoint it would be answered as the waypoint`,
    repair: 'give the service sidecars, or credentials that it need not ask its node for',
  }];
});
