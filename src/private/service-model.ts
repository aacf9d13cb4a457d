import { Api } from '../api';
import type { DataPlane } from '../data-plane';
import { KubernetesService } from '../kubernetes-service';
import type { MeshServiceProps } from '../mesh-service-props';
import type { KubernetesServiceModel, PortModel, ServiceModel } from '../model/model';
import { distinctPorts } from '../resolve/ports-in-force';
import type { PortMtls } from '../port-mtls';
import { ServicePort } from '../service-port';
import { flag, instance, invalid, optionalList, port } from './arguments';
import { statedException } from './exceptions';
import { podLabels } from './names';
import { sharedIdentity } from './shared-identity';
import { byKey, compare } from './sorting';
import { stewardship } from './stewardship';
import { tokensModel } from './tokens-model';

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
    ports: distinctPorts([...ports, ...additional.flatMap((s) => s.ports)].map(workloadPort)),
    kubernetesServices: kubernetesServices([...(ports.length === 0 ? [] : [{ name: identity.name, headless, ports }]), ...additional]),
    deployedElsewhere: flag('deployedElsewhere', given.deployedElsewhere, false),
    excludedInboundPorts: [...new Set(excluded)].sort((a, b) => a - b),
    ...exclusion(given),
    ...sharedIdentity(identity.namespace, given.sharedIdentity),
    ...stewardship(given),
    ...(flag('endsItsProxy', given.endsItsProxy, false) ? { endsItsProxy: true } : {}),
    ...tokensModel(identity.construct, given.requireJwt),
    ...documents(given.apis),
    dataPlane,
  };
}

function exclusion({ excludedInboundPorts, excludedInboundPortsBecause, _adoption }: Partial<MeshServiceProps>): Pick<ServiceModel, 'exclusion'> {
  if (excludedInboundPortsBecause === undefined || excludedInboundPortsBecause === null) return {};
  // Of adopted workloads it is their annotations that name them.
  if (_adoption === undefined && (excludedInboundPorts === undefined || excludedInboundPorts === null)) {
    throw invalid('empty-list', '`excludedInboundPortsBecause` is given and `excludedInboundPorts` is not', 'name the ports');
  }
  return { exclusion: statedException('excludedInboundPortsBecause', excludedInboundPortsBecause) };
}

function documents(given: unknown): Pick<ServiceModel, 'apis'> {
  const apis = optionalList('apis', given, (what, v) => instance(what, v, Api, 'write `Api.fromOpenApi(file)` or `Api.fromProto(file)`')._model);
  return apis === undefined ? {} : { apis: byKey(apis, (api) => api.file) };
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

export function workloadPort({ targetPort, _protocol: protocol, _mtls: exception }: ServicePort): PortModel {
  return exception === undefined ? { targetPort, protocol, mtls: 'strict' } : { protocol, ...portException(targetPort, exception) };
}

/** A target port on which mutual TLS is not required. */
export function portException(targetPort: number, { _mode: mtls, reason, expires, owner }: PortMtls): Omit<PortModel, 'protocol'> {
  return {
    targetPort, mtls, mtlsReason: reason,
    ...(expires === undefined ? {} : { mtlsExpires: expires }),
    ...(owner === undefined ? {} : { mtlsOwner: owner }),
  };
}
