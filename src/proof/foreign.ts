import type { KnownObject, Service } from '../manifest/kinds';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import type { AccessModel, KubernetesServiceModel, PortProtocol, ServiceModel } from '../model/model';
import { transport } from './declaration';
import { holds } from './settings';

/**
 * The Kubernetes Services of foreign pods, as declared: nobody but their maker writes them, and not before the cluster runs. Manifests that
 * hold one are believed instead.
 */
export function foreignServices(model: AccessModel, manifests: Manifests): readonly ManifestObject<Service>[] {
  return model.services.filter(({ foreign }) => foreign !== undefined).flatMap((service) => service.kubernetesServices
    .filter(({ name }) => !holds(manifests, 'Service' satisfies KnownObject['kind'], name, service.namespace))
    .map((declared) => ({ object: serviceOf(service, declared), origin: { existing: true } })));
}

function serviceOf({ namespace, podLabels }: ServiceModel, { name, headless, ports }: KubernetesServiceModel): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      ...(headless ? { clusterIP: 'None' } : {}),
      selector: podLabels,
      ports: ports.map((p) => ({ name: p.name, port: p.port, targetPort: p.targetPort, protocol: transport(p.protocol), ...spoken(p.protocol) })),
    },
  };
}

function spoken(protocol: PortProtocol): { readonly appProtocol?: string } {
  return protocol === 'udp' || protocol === 'sctp' ? {} : { appProtocol: protocol };
}
