import type { ServiceModel } from '../../model/model';
import type { Declaration } from '../declaration';

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
export const API_SERVER = { namespace: 'default', name: 'kubernetes', port: 443 } as const;

/** A Sidecar sees hosts, not ports: the Services that lead to a granted port, the external hosts, and what every proxy reaches. */
export function hostsInScope(declaration: Declaration, service: ServiceModel): ReadonlySet<string> {
  const services = [...servicesInScope(declaration, service)].map((s) => s.slice(s.indexOf('/') + 1));
  return new Set([...services, ...declaration.externalsFrom(service).map((external) => external.host)]);
}

/** Of these those within the cluster, as a Sidecar names them: `shop/catalog.shop.svc.cluster.local`. */
export function servicesInScope(declaration: Declaration, service: ServiceModel): ReadonlySet<string> {
  const { cluster, proxyHosts } = declaration.model.mesh;
  const host = (namespace: string, name: string): string => `${namespace}/${name}.${namespace}.svc.${cluster.domain}`;
  const hosts = new Set<string>();
  for (const edge of declaration.edgesFrom(service)) {
    const { namespace, kubernetesServices } = declaration.service(edge.callee);
    for (const s of kubernetesServices) {
      if (s.ports.some((p) => edge.access.some((a) => a.targetPort === p.targetPort))) hosts.add(host(namespace, s.name));
    }
  }
  if (service.apiServer !== undefined) hosts.add(host(API_SERVER.namespace, API_SERVER.name));
  if (service.quarantine === undefined) for (const proxyHost of proxyHosts) hosts.add(host(proxyHost.namespace, proxyHost.service));
  return hosts;
}
