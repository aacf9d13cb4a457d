import type { EdgeModel, KubernetesServiceModel, PortAccessModel, PortModel, PortProtocol, ServiceModel } from '../model/model';

/** Proxies take TCP alone; UDP and SCTP pass them by. */
export function passesProxy(protocol: PortProtocol): boolean {
  return protocol !== 'udp' && protocol !== 'sctp';
}

export function transport(protocol: PortProtocol): 'TCP' | 'UDP' | 'SCTP' {
  if (protocol === 'udp') return 'UDP';
  return protocol === 'sctp' ? 'SCTP' : 'TCP';
}

/** The declared port that an access is to. */
export function portOf(callee: ServiceModel, access: PortAccessModel): PortModel | undefined {
  return callee.ports.find((p) => p.targetPort === access.targetPort && transport(p.protocol) === transport(access.protocol));
}

/** The granted ports that the callee's proxy would decide about, with what was declared of each. */
export function proxiedPorts(callee: ServiceModel, edge: EdgeModel): readonly PortModel[] {
  return edge.access.filter(({ protocol }) => passesProxy(protocol)).flatMap((access) => portOf(callee, access) ?? []);
}

/** Does a Kubernetes Service lead to the port that an access is to? */
export function leadsTo({ ports }: KubernetesServiceModel, access: PortAccessModel): boolean {
  return ports.some((p) => p.targetPort === access.targetPort && transport(p.protocol) === transport(access.protocol));
}
