import type { Labels, Service, ServicePortSpec } from '../../manifest/kinds';
import type { KubernetesServiceModel, PortProtocol, ServiceModel } from '../../model/model';
import { metadata } from '../metadata';
import type { Slot } from '../platform';
import { transportOf } from '../protocols';

/**
 * Declared, so that no proxy guesses from the first bytes; Istio takes it before the port's name and asks for these words.
 *
 * https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/#explicit-protocol-selection
 */
const APP_PROTOCOL: Readonly<Partial<Record<PortProtocol, string>>> = {
  http: 'http', http2: 'http2', grpc: 'grpc', https: 'https', tls: 'tls', tcp: 'tcp',
};

function servicePort(port: KubernetesServiceModel['ports'][number]): ServicePortSpec {
  const appProtocol = APP_PROTOCOL[port.protocol];
  return {
    name: port.name,
    port: port.port,
    targetPort: port.targetPort,
    protocol: transportOf(port.protocol),
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}

/** One that somebody else wrote is theirs. */
export function isEmitted({ adopted }: KubernetesServiceModel): boolean {
  return adopted === undefined;
}

/** A Kubernetes Service in front of the pods of a declared service, which may have several. */
export function service(owner: ServiceModel, declared: KubernetesServiceModel, labels: Labels = {}): Slot<Service> {
  return {
    id: declared.name === owner.name ? 'Service' : `Service-${declared.name}`,
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(declared.name, owner.namespace, owner.id, labels),
    body: (index) => ({
      spec: {
        ...(declared.headless ? { clusterIP: 'None' } : {}),
        selector: index.service(owner.id).podLabels,
        ports: declared.ports.map(servicePort),
      },
    }),
  };
}
