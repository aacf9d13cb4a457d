import { callerOf, workloadsUnder } from '../../eval/callers';
import { egressTo } from '../../eval/layers/egress-policy';
import { ingressTo } from '../../eval/layers/ingress-policy';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { AuditRule, Fault } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { type AuthorizationInUse, type Values, valuesOf } from '../subject';
import { accountOf } from './shared/accounts';
import { portsOf } from './shared/ports';

export const callCutByNetwork: AuditRule = {
  id: 'call-cut-by-network',
  severity: 'warning',
  title: 'an AuthorizationPolicy allows a caller whom NetworkPolicy refuses on every port',
  why: 'A call has to pass both. One of the two policies says what somebody no longer means.',
  repair: 'admit the caller in the NetworkPolicy of the callee, and let it out in its own; or take it out of the AuthorizationPolicy',
  sources: [NETWORK_POLICIES],
  * find({ authorization, world }) {
    for (const policy of authorization) {
      if (policy.action !== 'ALLOW' || policy.dryRun) continue;
      for (const values of valuesOf(policy)) {
        if (!values.negative && /^(principals|serviceAccounts|source\.principal)$/.test(values.field)) yield* cut(world, policy, values);
      }
    }
  },
};

function* cut(world: World, { namespace, workloads }: AuthorizationInUse, { field, values, ref }: Values): Iterable<Fault> {
  for (const value of values) {
    const [ns, account] = accountOf(field, value, namespace)?.split('/') ?? [];
    const callers = ns === undefined ? [] : workloadsUnder(world, ns, account);
    if (callers.length === 0 || workloads.length === 0) continue;
    const refusals = workloads.map((to) => refusal(world, callers, to));
    if (refusals.every((r) => r !== undefined)) yield { at: ref, message: `\`${value}\` is allowed, but ${refusals[0]}` };
  }
}

/** Undefined as soon as one port of the pod is open to one of them, or may be. */
function refusal(world: World, callers: readonly WorkloadView[], workload: WorkloadView): string | undefined {
  let first: string | undefined;
  for (const port of portsOf(world, workload).own) {
    const destination = { workload, port, protocol: 'TCP' as const };
    const ingress = ingressTo(world, destination);
    for (const from of callers) {
      const caller = callerOf(world, from);
      const refusing = [ingress(caller), egressTo(world, caller, destination)].find((v) => v.answer === 'deny');
      if (refusing === undefined || from === workload) return undefined;
      first ??= `${from.id} to ${workload.id}: ${refusing.text()}`;
    }
  }
  return first;
}
