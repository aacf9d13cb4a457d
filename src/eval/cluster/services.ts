import type { Protocol, Service, ServicePortSpec } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { isAddress } from '../matcher/cidr';
import { ruleRef } from '../refs';
import type { MeshSettings, PlacedBehind, WorkloadView } from '../types';
import { Addresses } from './addresses';
import { LabelIndex } from './label-index';
import { isSelectable } from './machines';
import { placedEndpoints, type PlacedEndpoint } from './placed-endpoints';
import { namespaceOfObject, oldestFirst } from './policies';
import { protocolOf, type PortProtocol } from './protocol';

export interface ServiceView {
  readonly namespace: string;
  readonly name: string;
  readonly headless: boolean;
  /** Its own, of each family; empty: headless, or the manifests do not show them. */
  readonly addresses: readonly string[];
  readonly ports: readonly ServicePortSpec[];
  readonly source: ManifestObject<Service>;
}

/** Where a Service port leads. */
export interface Endpoint {
  readonly workload: WorkloadView;
  /** The workload's (target) port. */
  readonly port: number;
  readonly protocol: Protocol;
  /** What put it there, if not the Service's selector. */
  readonly placed?: PlacedBehind;
}

/** A port of a workload to which a Service leads that does not select it. */
export interface PlacedPort {
  readonly service: ServiceView;
  readonly servicePort: ServicePortSpec;
  readonly port: number;
}

export interface Services {
  readonly all: readonly ServiceView[];
  find(namespace: string, name: string): ServiceView | undefined;
  /** In the order of their age, as far as it is known. */
  selecting(workload: WorkloadView): readonly ServiceView[];
  endpoints(service: ServiceView, port: ServicePortSpec): readonly Endpoint[];
  /**
   * As whoever dials its name reaches them, gateways apart: the pods of a headless Service at the port that is dialled, which nobody translates.
   *
   * https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
   */
  dialled(service: ServiceView, port: ServicePortSpec): readonly Endpoint[];
  /** By EndpointSlices and Endpoints that name its pods or their addresses. */
  placing(workload: WorkloadView): readonly PlacedPort[];
  /** Who has an address that a ServiceEntry gives. */
  at(endpoint: PlacedEndpoint): WorkloadView;
  /** The same, with these before all others where order stands for age. */
  withOldest(oldest: ReadonlySet<ManifestObject>): Services;
}

export function indexServices(objects: readonly ManifestObject[], workloads: readonly WorkloadView[], settings: MeshSettings): Services {
  const all = objects.flatMap((source) => (source.object.kind === 'Service' ? [viewOf(source as ManifestObject<Service>)] : []));
  const byName = new Map(all.map((s) => [`${s.namespace}/${s.name}`, s]));
  const selecting = all.filter(hasSelector);
  const byNamespace = group(selecting, (s) => [s.namespace]);
  const indexes = new Map<string, LabelIndex<ServiceView>>();
  const indexOf = (namespace: string): LabelIndex<ServiceView> => {
    let index = indexes.get(namespace);
    if (index === undefined) indexes.set(namespace, index = new LabelIndex(byNamespace.get(namespace) ?? [], (s) => s.source.object.spec.selector));
    return index;
  };
  let selected: Map<ServiceView, WorkloadView[]> | undefined;
  const workloadsOf = (service: ServiceView): readonly WorkloadView[] => {
    selected ??= group(workloads, (w) => indexOf(w.namespace).find(w.labels));
    return selected.get(service) ?? [];
  };
  const placed = placedEndpoints(objects);
  const addresses = new Addresses(objects, workloads, settings);
  const placedBehind = (service: ServiceView, port: ServicePortSpec): readonly Endpoint[] => (
    isReal(service) ? placed.of(service, hasSelector(service)).flatMap((endpoint) => endpointsAt(addresses, endpoint, port)) : []);
  let placing: Map<WorkloadView, PlacedPort[]> | undefined;
  const services: Services = {
    all,
    find: (namespace, name) => byName.get(`${namespace}/${name}`),
    selecting: (workload) => indexOf(workload.namespace).find(workload.labels),
    endpoints: (service, port) => {
      const selected = workloadsOf(service).flatMap((workload): readonly Endpoint[] => {
        const number = targetPort(port, workload);
        const isTaken = number !== undefined && isSelectable(workload, service, port);
        return isTaken ? [{ workload, port: number, protocol: port.protocol ?? 'TCP' }] : [];
      });
      const placed = placedBehind(service, port);
      return placed.length === 0 ? selected : distinct([...selected, ...placed]);
    },
    dialled: (service, port) => {
      const endpoints = services.endpoints(service, port);
      return service.headless ? endpoints.map((e) => (e.port === port.port ? e : { ...e, port: port.port })) : endpoints;
    },
    at: (endpoint) => addresses.at(endpoint, true).workload,
    placing: (workload) => (placing ??= placedPorts(all, placedBehind)).get(workload) ?? [],
    withOldest: (oldest) => ({ ...services, selecting: (workload) => oldestFirst(services.selecting(workload), oldest, (s) => s.source) }),
  };
  return services;
}

/** What is put behind a Service otherwise than by its selector, each once. */
export function placedAt(services: Services, service: ServiceView): readonly WorkloadView[] {
  const endpoints = service.ports.flatMap((port) => services.endpoints(service, port));
  return [...new Set(endpoints.filter((e) => e.placed !== undefined).map((e) => e.workload))];
}

export function hasSelector({ source: { object: { spec: { selector = {} } } } }: ServiceView): boolean {
  return Object.keys(selector).length > 0;
}

/** Any other is a name for a host, whatever it selects. */
export function isReal({ source: { object: { spec } } }: ServiceView): boolean {
  return spec.type !== 'ExternalName';
}

/** By the name of the Service's port; its `targetPort` is nothing to what is placed by hand. */
function endpointsAt(addresses: Addresses, endpoint: PlacedEndpoint, { name = '', protocol = 'TCP' }: ServicePortSpec): readonly Endpoint[] {
  return endpoint.ports.filter((p) => p.name === name && p.protocol === protocol).map(({ port }): Endpoint => {
    const { workload, unrecognized } = addresses.at(endpoint);
    return { workload, port, protocol, placed: { by: ruleRef(endpoint.source, endpoint.path), unrecognized } };
  });
}

/** Whatever else puts it there, what a selector finds is found by it. */
function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const seen = new Map<WorkloadView | string, Set<number>>();
  return endpoints.filter(({ workload, port }) => {
    const who = workload.apart === 'address' ? workload.id : workload;
    const ports = seen.get(who) ?? new Set();
    seen.set(who, ports);
    return !ports.has(port) && ports.add(port) !== undefined;
  });
}

function placedPorts(
  all: readonly ServiceView[], endpointsOf: (service: ServiceView, port: ServicePortSpec) => readonly Endpoint[],
): Map<WorkloadView, PlacedPort[]> {
  const found = new Map<WorkloadView, PlacedPort[]>();
  for (const service of all) {
    for (const servicePort of service.ports) {
      for (const { workload, port } of endpointsOf(service, servicePort)) {
        const ports = found.get(workload) ?? [];
        found.set(workload, ports);
        ports.push({ service, servicePort, port });
      }
    }
  }
  return found;
}

function group<K, V>(values: readonly V[], keysOf: (value: V) => readonly K[]): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    for (const key of keysOf(value)) {
      const same = groups.get(key);
      if (same === undefined) groups.set(key, [value]);
      else same.push(value);
    }
  }
  return groups;
}

function viewOf(source: ManifestObject<Service>): ServiceView {
  const { metadata, spec } = source.object;
  const { clusterIP = '', clusterIPs = [], ports = [] } = spec;
  const addresses = [...new Set([clusterIP, ...clusterIPs])].filter(isAddress);
  return { namespace: namespaceOfObject(source), name: metadata.name, headless: clusterIP === 'None', addresses, ports, source };
}

/** A name is looked up among the pod's own ports, so that it may be another number on every pod. Undefined: this pod has no such port. */
export function targetPort(port: ServicePortSpec, workload: WorkloadView): number | undefined {
  const target = port.targetPort ?? port.port;
  // Of a machine its own port of the Service port's name comes before the number.
  if (typeof target === 'number') return workload.apart === undefined ? target : workload.containerPorts.find((c) => c.name === port.name)?.containerPort ?? target;
  return workload.containerPorts.find((c) => c.name === target && c.protocol === (port.protocol ?? 'TCP'))?.containerPort;
}

/**
 * How the callee's proxy reads a TCP port: as the oldest Service that leads to it declares; a port that no Service leads to is sniffed.
 * A later Service with another protocol changes nothing, which is why a `tcp` one that is older makes HTTP rules vanish. Services without selector
 * count where none selects the pod, from its own namespace.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/kube/controller/controller.go (`GetProxyServiceTargets`)
 */
export function portProtocol(services: Services, workload: WorkloadView, port: number): PortProtocol {
  return saidByServices(services, workload, port) ?? 'sniffed';
}

/** Undefined: no Service leads there. */
export function saidByServices(services: Services, workload: WorkloadView, port: number): PortProtocol | undefined {
  const selecting = services.selecting(workload);
  if (selecting.length === 0) {
    const placing = services.placing(workload).find((p) => p.port === port && (p.servicePort.protocol ?? 'TCP') === 'TCP' && p.service.namespace === workload.namespace);
    return placing && protocolOf(placing.servicePort);
  }
  for (const service of selecting) {
    const leads = service.ports.find((p) => (p.protocol ?? 'TCP') === 'TCP' && targetPort(p, workload) === port);
    if (leads !== undefined) return protocolOf(leads);
  }
  return undefined;
}
