import type { AddressRole } from '../../model/model';
import { callers } from '../callers';
import type { CheckRule } from '../facts';

const FACT = {
  kubelet: 'nodeCidrs', nodes: 'nodeCidrs', 'api-server': 'apiServerCidrs', 'load-balancer': 'loadBalancerCidrs',
} as const satisfies Partial<Record<AddressRole, string>>;

/** An empty list of addresses is everybody to NetworkPolicy and to Istio. */
export const missingAddresses: CheckRule = (facts) => {
  const { profile } = facts.index.model.mesh.cluster;
  const repair = (role: keyof typeof FACT): string => {
    const where = profile?.addresses[FACT[role]];
    return `set \`${FACT[role]}\` in \`cluster\` of the Mesh; ${where === undefined ? 'there is no safe default' : `on ${profile?.name} it is ${where}`}`;
  };
  return [...callers(facts)].flatMap(({ caller, callee, construct }) => (
    caller.kind !== 'addresses' || caller.role === 'cidr' || caller.cidrs.length > 0
    // By their pods alone they are known where nobody asks for addresses.
    || (caller.agents !== undefined && facts.index.model.mesh.platform === 'kubernetes')
      ? []
      : [{
          code: 'missing-addresses',
          construct,
          message: `\`${caller.role}\` calls \`${callee}\` from addresses that are not known`,
          repair: caller.agents === undefined ? repair(caller.role) : 'set `podCidrs` in `cluster` of the Mesh: its agents are pods',
        }]
  ));
};
