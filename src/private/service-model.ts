import type { DataPlane } from '../data-plane';
import { KubernetesService } from '../kubernetes-service';
import type { MeshServiceProps } from '../mesh-service';
import type { KubernetesServiceModel, PortModel, ServiceModel } from '../model/model';
import { ServicePort } from '../service-port';
import { flag, instance, optionalList, port } from './arguments';
import { podLabels } from './names';
import { byKey, compare } from './sorting';

export type ServiceIdentity = Pick<ServiceModel, 'id' | 'construct' | 'namespace' | 'name' | 'serviceAccount'>;

/** What is fixed when the service is declared: everything but its edges. */
export function serviceModel(identity: ServiceIdentity, given: Partial<MeshServiceProps>, dataPlane: DataPlane): ServiceModel {
  const ports = optionalList('ports', given.ports, (what, v) => instance(what, v, ServicePort, 'write `ServicePort.http(80)`')) ?? [];
  const additional = optionalList('additionalServices', given.additionalServices, kubernetesService) ?? [];
  const headless = flag('headless', given.headless, false);
  const excluded = optionalList('excludedInboundPorts', given.excludedInboundPorts, port) ?? [];
  return {
    ...identity,
    automountToken: flag('automountServiceAccountToken', given.automountServiceAccountToken, false),
    podLabels: podLabels('podLabels', given.podLabels ?? { 'app.kubernetes.io/name': identity.name }),
    ports: workloadPorts([...ports, ...additional.flatMap((s) => s.ports)]),
    kubernetesServices: kubernetesServices([...(ports.length === 0 ? [] : [{ name: identity.name, headless, ports }]), ...additional]),
    deployedElsewhere: flag('deployedElsewhere', given.deployedElsewhere, false),
    excludedInboundPorts: [...new Set(excluded)].sort((a, b) => a - b),
    dataPlane,
  };
}

function kubernetesService(what: string, value: unknown): KubernetesService {
  return instance(what, value, KubernetesService, 'write `KubernetesService.of(name, { ports })`');
}

/** Sorted by name, as the model wants it. Ports keep their order: it is the one in which the Service lists them. */
function kubernetesServices(services: readonly Pick<KubernetesService, 'name' | 'headless' | 'ports'>[]): KubernetesServiceModel[] {
  return services
    .map((s) => ({
      name: s.name,
      headless: s.headless,
      ports: s.ports.map((p) => ({ name: p.name, port: p.port, targetPort: p.targetPort, protocol: p._protocol })),
    }))
    .sort((a, b) => compare(a.name, b.name));
}

/** The ports of the pods, once each, whichever Services lead to them. */
function workloadPorts(ports: readonly ServicePort[]): PortModel[] {
  const models = ports.map((p): PortModel => ({
    targetPort: p.targetPort,
    protocol: p._protocol,
    mtls: p._mtls?._mode ?? 'strict',
    ...(p._mtls === undefined ? {} : { mtlsReason: p._mtls.reason }),
  }));
  // The number is padded so that code units sort it as a number; the mode is part of the key, so that two that differ both stay to be judged.
  return byKey(models, (p) => `${String(p.targetPort).padStart(5, '0')} ${p.protocol} ${p.mtls}`);
}
