import type { Sidecar } from '../../manifest/kinds';
import type { ServiceModel } from '../../model/model';
import { API_SERVER } from '../api-server';
import { edgesOfCaller } from '../edges';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';

/** No namespace, so no host: an empty list would be invalid and a missing `egress` would inherit. https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
const NOTHING = '~/*';

function egressHosts(index: ModelIndex, service: ServiceModel): readonly string[] {
  if (service.quarantine !== undefined) return [NOTHING];
  const { cluster, proxyHosts } = index.model.mesh;
  const host = (namespace: string, name: string): string => `${namespace}/${name}.${namespace}.svc.${cluster.domain}`;
  const hosts = new Set<string>();
  for (const { callee, access } of edgesOfCaller(index, service)) {
    const { namespace, kubernetesServices } = index.service(callee);
    for (const { name, ports } of kubernetesServices) {
      if (ports.some(({ targetPort }) => access.some((a) => a.targetPort === targetPort))) hosts.add(host(namespace, name));
    }
  }
  if (service.apiServer !== undefined) hosts.add(host(API_SERVER.namespace, API_SERVER.name));
  for (const { host: external, through } of index.externalsFrom(service.id)) if (through === undefined) hosts.add(`./${external}`);
  for (const proxyHost of proxyHosts) hosts.add(host(proxyHost.namespace, proxyHost.service));
  return hosts.size === 0 ? [NOTHING] : [...hosts].sort();
}

/** The hosts that a service may call, and no others: hosts outside the list would otherwise pass through unseen, hence REGISTRY_ONLY. */
export function sidecar(declared: ServiceModel): Slot<Sidecar> {
  return {
    id: 'Sidecar',
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: metadata(declared.name, declared.namespace, declared.id),
    body: (index) => {
      const service = index.service(declared.id);
      return {
        spec: {
          workloadSelector: { labels: service.podLabels },
          egress: [{ hosts: egressHosts(index, service) }],
          outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        },
      };
    },
  };
}
