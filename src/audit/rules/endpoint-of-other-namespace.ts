import { namespaceOfObject } from '../../eval/cluster/policies';
import { ruleRef } from '../../eval/refs';
import type { World } from '../../eval/world';
import type { AuditRule, Fault } from '../rule';
import { type Placing, placingsIn } from './shared/placed';

export const endpointOfOtherNamespace: AuditRule = {
  id: 'endpoint-of-other-namespace',
  severity: 'warning',
  title: 'a Service leads to a pod of another namespace',
  why: 'Who may write endpoints in one namespace sends to pods of any other whoever may call the Service: an ingress controller or a gateway, whom those pods\' policies admit, becomes the way around them (CVE-2021-25740).',
  repair: 'let the owner of the pods publish a Service, and refer to that',
  sources: ['https://github.com/kubernetes/kubernetes/issues/103675', 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#write-access-for-endpoints'],
  * find({ world, objects }) {
    for (const placing of placingsIn(world, objects)) yield* said(placing) ?? resolved(world, placing);
  },
};

/** As it names its pods. */
function said({ source }: Placing): readonly Fault[] | undefined {
  const own = namespaceOfObject(source);
  const { object } = source;
  const endpoints = object.kind === 'EndpointSlice'
    ? (object.endpoints ?? []).map(({ targetRef }, i) => ({ targetRef, path: `endpoints[${i}].targetRef` }))
    : (object.subsets ?? []).flatMap((s, i) => (s.addresses ?? []).map(({ targetRef }, j) => ({ targetRef, path: `subsets[${i}].addresses[${j}].targetRef` })));
  const found = endpoints.flatMap(({ targetRef: { kind, namespace, name } = {}, path }): readonly Fault[] => (
    kind === 'Pod' && namespace !== undefined && namespace !== own ? [{ at: ruleRef(source, path), message: `this is Pod \`${namespace}/${name}\`` }] : []));
  return found.length === 0 ? undefined : found;
}

/** By the addresses of pods that the manifests show. */
function resolved({ services }: World, { source, service, name }: Placing): readonly Fault[] {
  if (service === undefined) return [];
  return service.ports.flatMap((port) => services.endpoints(service, port)).flatMap(({ workload, placed }): readonly Fault[] => {
    const isForeign = placed?.by.source === source && workload.apart === undefined && workload.namespace !== service.namespace;
    return isForeign ? [{ at: placed.by, message: `Service ${name} leads to ${workload.id}, which has \`${workload.ip ?? ''}\`` }] : [];
  });
}
