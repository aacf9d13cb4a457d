import type { KubernetesServiceModel, PortModel } from '../model/model';
import type { ServicePort } from '../service-port';
import { byKey, compare } from './sorting';

export interface GivenService {
  readonly name: string;
  readonly headless: boolean;
  readonly ports: readonly ServicePort[];
}

/** Sorted by name, as the model wants it. Ports keep their order: it is the one in which the Service lists them. */
export function kubernetesServices(services: readonly GivenService[]): KubernetesServiceModel[] {
  return services
    .map((s) => ({
      name: s.name,
      headless: s.headless,
      ports: s.ports.map((p) => ({ name: p.name, port: p.port, targetPort: p.targetPort, protocol: p._protocol })),
    }))
    .sort((a, b) => compare(a.name, b.name));
}

/** The ports of the pods, once each, whichever Services lead to them. */
export function workloadPorts(ports: readonly ServicePort[]): PortModel[] {
  const models = ports.map((p): PortModel => ({
    targetPort: p.targetPort,
    protocol: p._protocol,
    mtls: p._mtls?._mode ?? 'strict',
    ...(p._mtls === undefined ? {} : { mtlsReason: p._mtls.reason }),
  }));
  // The number is padded so that code units sort it as a number; the mode is part of the key, so that two that differ both stay to be judged.
  return byKey(models, (p) => `${String(p.targetPort).padStart(5, '0')} ${p.protocol} ${p.mtls}`);
}
