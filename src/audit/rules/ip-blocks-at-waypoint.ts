import type { AuditRule } from '../rule';
import { AUTHORIZATION, WAYPOINT } from '../sources';
import { valuesAbout } from '../subject';
import { isAtWaypoint } from './shared/planes';

export const ipBlocksAtWaypoint: AuditRule = {
  id: 'ip-blocks-at-waypoint',
  severity: 'error',
  title: 'a waypoint does not see the address of who calls',
  why: 'What reaches a waypoint comes out of a tunnel. `ipBlocks` and `source.ip` match nothing there: a DENY refuses nobody, an ALLOW by them admits nobody, and `notIpBlocks` is everybody.',
  repair: 'name principals, or write the addresses in a policy with a `selector`, for ztunnel',
  sources: [AUTHORIZATION, WAYPOINT],
  * find(subject) {
    for (const { policy, field, values, ref } of valuesAbout(subject, 'ipBlocks', 'source.ip')) {
      if (isAtWaypoint(subject.world, policy)) yield { at: ref, message: `\`${field}\` \`${values.join('`, `')}\` matches nothing` };
    }
  },
};
