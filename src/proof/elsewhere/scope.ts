import { dialledService, inScope, sidecarsFor } from '../../eval/cluster/sidecar-scope';
import { egressScope } from '../../eval/layers/egress-scope';
import { isEmpty, isSubset, NOTHING, type RequestSet, union } from '../../eval/request-set';
import type { Caller, LayerSet } from '../../eval/types';
import type { World } from '../../eval/world';
import type { EdgeModel, ServiceModel } from '../../model/model';
import { missing } from '../compare';
import { accessAt, leadsTo, transport } from '../declaration';
import { leastOf } from '../declared';
import type { Gap, Tally } from '../gap';
import type { Context } from '../knocks';

/**
 * The Sidecar of callers that are no services here, and routes in their way: one of the Services that lead to what they are granted has to be in
 * scope. What a gateway forwards no Sidecar decides, and Prometheus dials pods, past its proxy.
 */
export function outOfScope(
  { world, podsOf }: Context, callers: readonly Caller[], edge: EdgeModel, service: ServiceModel, tally: Tally,
): readonly Gap[] {
  if (!world.settings.mesh || (edge.caller.kind === 'identity' && edge.caller.role !== 'spiffe')) return [];
  const ports = [...new Set(edge.access.filter((a) => transport(a.protocol) === 'TCP').map((a) => a.targetPort))];
  return callers.filter(({ dataPlane }) => dataPlane === 'sidecar').flatMap((caller) => ports.flatMap((targetPort): readonly Gap[] => {
    const sets = service.kubernetesServices.flatMap((s) => podsOf(service).filter((pod) => leadsTo(s, pod)).slice(0, 1).flatMap((workload) => (
      s.ports.filter((p) => p.targetPort === targetPort && transport(p.protocol) === 'TCP').map(({ port }): LayerSet => {
        tally.decisions++;
        const dialled = { namespace: service.namespace, name: s.name, port };
        const set = egressScope(world, { workload, port: targetPort, protocol: 'TCP', service: dialled }).explore(caller);
        return isKnown(world, caller, dialled) ? set : { ...set, allow: NOTHING, maybe: union(set.allow, set.maybe) };
      }))));
    if (sets.length === 0) return [];
    const requests = missing({ allow: union(...sets.map((s) => s.allow)), maybe: together(sets) }, leastOf(accessAt(edge, targetPort, 'TCP')));
    if (isEmpty(requests)) return [];
    return [{
      statement: 'declared-works', layer: 'egress-scope', caller: caller.name, callee: service.id, port: targetPort, protocol: 'TCP', requests,
      undecided: isSubset(requests, together(sets)), because: sets.flatMap((s) => s.because), service, edge,
    }];
  }));
}

/** What its proxy does not know it sends on without mTLS, where it may at all. */
function isKnown(world: World, { namespace = '', labels }: Caller, service: Parameters<typeof dialledService>[1]): boolean {
  const dialled = dialledService(world, service);
  return sidecarsFor(world, namespace, labels).every((sidecar) => inScope(sidecar, namespace, dialled) === 'yes');
}

function together(sets: readonly LayerSet[]): RequestSet {
  return union(...sets.map((s) => s.maybe));
}
