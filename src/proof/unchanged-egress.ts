import { callerOf } from '../eval/callers';
import { judgeEgress } from '../eval/layers/egress-policy';
import type { End } from '../eval/network/end';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { Protocol } from '../manifest/kinds';
import type { ServiceModel } from '../model/model';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { FRESH, freshAddress } from './minimal';
import { OUTSIDE } from './projection/egress-policy';
import { isEnforced, keepingClosed } from './stages';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const LAYER = 'egress-policy';
/** The last that is registered: what no policy is likely to mention. */
const SOME_PORT = 49_151;

/**
 * The same of what pods may call. Two strangers are enough: what this App writes before its stage opens every direction to everybody, or is
 * not there.
 */
export function checkUnchangedEgress(
  { world, declaration }: Context, before: World, service: ServiceModel, workload: WorkloadView, tally: Tally,
): readonly Gap[] {
  if (isEnforced(service, LAYER)) return [];
  const ip = freshAddress(declaration.model.mesh.cluster.podCidrs, []);
  const goals: readonly (readonly [string, End])[] = [
    ['a pod in an undeclared namespace', { pod: true, namespace: FRESH.namespace, labels: {}, ip, hostNetwork: false }],
    [OUTSIDE, { pod: false, ip: OUTSIDE, hostNetwork: false }],
  ];
  return goals.flatMap(([callee, end]) => PROTOCOLS.flatMap((protocol): readonly Gap[] => {
    tally.decisions++;
    const leave = (w: World) => judgeEgress(w, callerOf(w, workload), end, { port: SOME_PORT, protocol });
    const [is, was] = [leave(world), leave(before)];
    if (is.answer === was.answer) return [];
    const about = { layer: LAYER, caller: service.id, callee, port: SOME_PORT, protocol, requests: EVERYTHING, service } as const;
    return is.answer === 'allow'
      ? [{ ...about, statement: 'nothing-opened', undecided: false, because: was.because, repair: keepingClosed(LAYER, was.because) }]
      : [{ ...about, statement: 'nothing-closed', undecided: is.answer === 'undetermined', because: is.because }];
  }));
}
