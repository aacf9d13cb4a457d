import { callers } from '../callers';
import type { CheckRule } from '../facts';

const FACT = { kubelet: 'nodeCidrs', 'api-server': 'apiServerCidrs', cidr: 'the address' } as const;

/** An empty list of addresses is everybody to NetworkPolicy and to Istio. */
export const missingAddresses: CheckRule = (facts) => [...callers(facts)].flatMap(({ caller, callee, construct }) => (
  caller.kind !== 'addresses' || caller.cidrs.length > 0
    ? []
    : [{
        code: 'missing-addresses',
        construct,
        message: `\`${caller.role}\` calls \`${callee}\` from addresses that are not known`,
        repair: `set \`${FACT[caller.role]}\` in \`cluster\` of the Mesh; there is no safe default`,
      }]
));
