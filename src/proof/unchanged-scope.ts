import { serviceHost } from '../eval/cluster/hosts';
import { type Dialled, inScope, passesThrough, sidecarsFor } from '../eval/cluster/sidecar-scope';
import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import { some, type Tri } from '../eval/tri';
import type { RuleRef, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { ServiceModel } from '../model/model';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { FRESH } from './minimal';
import { planeOf } from './planes';
import { isEnforced } from './stages';

const LAYER = 'egress-scope';

/** The same of the hosts that a proxy forwards to. What this App writes before its stage has no Sidecar, so that strangers are enough. */
export function checkUnchangedScope(
  { world, declaration }: Context, before: World, service: ServiceModel, workload: WorkloadView, tally: Tally,
): readonly Gap[] {
  if (declaration.model.mesh.platform !== 'istio' || planeOf(service, workload) !== 'sidecar' || isEnforced(service, LAYER)) return [];
  const services = [workload.namespace, FRESH.namespace].map((namespace): Dialled => (
    { host: serviceHost(world, { namespace, name: FRESH.value }), namespace, port: 80 }
  ));
  return [...services, undefined].flatMap((dialled): readonly Gap[] => {
    tally.decisions++;
    const [is, was] = [forwards(world, workload, dialled), forwards(before, workload, dialled)];
    if (is.answer === was.answer || was.answer !== 'yes') return [];
    return [{
      statement: 'nothing-closed', layer: LAYER, caller: service.id, callee: dialled?.host ?? FRESH.host, port: dialled?.port, protocol: 'TCP',
      requests: EVERYTHING, service, undecided: is.answer === 'unknown', because: is.because,
    }];
  });
}

/** `dialled` undefined: a host that is in no registry. Of several Sidecars that may be a pod's, one is enough to refuse. */
function forwards(
  world: World, { namespace, labels }: WorkloadView, dialled: Dialled | undefined,
): { readonly answer: Tri; readonly because: readonly RuleRef[] } {
  const outcomes = sidecarsFor(world, namespace, labels).map((sidecar) => ({
    answer: some([dialled === undefined ? 'no' : inScope(sidecar, namespace, dialled), passesThrough(world, sidecar)]),
    because: sidecar === undefined ? [] : [ruleRef(sidecar, 'spec.egress')],
  }));
  return outcomes.find((o) => o.answer !== 'yes') ?? outcomes[0];
}
