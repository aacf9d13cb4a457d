import { namespaceOfObject } from '../cluster/policies';
import type { World } from '../world';

/** May a route of one namespace send to a Service of another? https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
export function isGranted(world: World, kind: string, from: string, to: string, service: string): boolean {
  return world.policies.referenceGrants.some((grant) => namespaceOfObject(grant) === to
    && grant.object.spec.from.some((f) => f.group === 'gateway.networking.k8s.io' && f.kind === kind && f.namespace === from)
    && grant.object.spec.to.some((t) => t.group === '' && t.kind === 'Service' && (t.name ?? service) === service));
}
