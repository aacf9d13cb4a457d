import type { CallerModel, EdgeModel, MeshModel, PortModel, PortProtocol, ServiceModel } from '../model/model';
import { addressesText, agentsText } from '../model/names';
import { transport } from '../proof/declaration';
import { podPortName, servicePortName } from './callee-name';

/** Every way to call a port of a service: the Service ports that lead to it, or the pod where there is none. */
export function calleeNames(service: ServiceModel, port: Pick<PortModel, 'targetPort' | 'protocol'>): readonly string[] {
  const names = service.kubernetesServices.flatMap((k8s) => k8s.ports
    .filter((p) => isSamePort(p, port))
    .map((p) => servicePortName(`${service.namespace}/${k8s.name}`, p.port, transport(p.protocol), [p.targetPort])));
  return names.length > 0 ? names : [podPortName(service.id, port.targetPort, transport(port.protocol))];
}

/** One number may be two ports, for TCP and for UDP. */
export function isSamePort(a: { readonly targetPort: number; readonly protocol: PortProtocol }, b: Pick<PortModel, 'targetPort' | 'protocol'>): boolean {
  return a.targetPort === b.targetPort && transport(a.protocol) === transport(b.protocol);
}

/** As people ask for it: an identity of this mesh is `namespace/serviceaccount`. */
export function callerName(caller: CallerModel, mesh: MeshModel): string {
  switch (caller.kind) {
    case 'service': return caller.service;
    case 'namespace': return mesh.platform === 'istio' ? `any identity of namespace ${caller.namespace}` : `any pod of namespace ${caller.namespace}`;
    case 'anyone': return 'anyone';
    case 'addresses': {
      if (caller.agents !== undefined) return `${caller.role} through ${agentsText(caller.agents)}`;
      const addresses = addressesText(caller);
      return caller.role === 'cidr' ? addresses : `${caller.role} ${addresses}`;
    }
    case 'identity': return identityName(caller.principal, mesh.trustDomain);
  }
}

/** Who an edge is for, by whose identity, and from where. */
export function edgeName({ caller, sourceCidrs, identityOf }: Pick<EdgeModel, 'caller' | 'sourceCidrs' | 'identityOf'>, mesh: MeshModel): string {
  const name = `${callerName(caller, mesh)}${identityOf === undefined ? '' : ` (as ${identityOf})`}`;
  return sourceCidrs === undefined ? name : `${name} at ${addressesText(sourceCidrs)}`;
}

/** `istio-ingress/edge`; one of another trust domain, or that is not of Kubernetes, in full. */
export function identityName(principal: string, trustDomain: string): string {
  const [domain, ns, namespace, sa, account, ...more] = principal.split('/');
  const local = domain === trustDomain && ns === 'ns' && sa === 'sa' && account !== undefined && more.length === 0;
  return local ? `${namespace}/${account}` : principal;
}
