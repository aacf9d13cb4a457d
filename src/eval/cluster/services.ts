import type { Protocol, Service, ServicePortSpec } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import type { WorkloadView } from '../types';
import { LabelIndex } from './label-index';
import { namespaceOfObject, oldestFirst } from './policies';
import { protocolOf, type PortProtocol } from './protocol';

export interface ServiceView {
  readonly namespace: string;
  readonly name: string;
  readonly headless: boolean;
  readonly ports: readonly ServicePortSpec[];
  readonly source: ManifestObject<Service>;
}

/** Where a Service port leads. */
export interface Endpoint {
  readonly workload: WorkloadView;
  /** The workload's (target) port. */
  readonly port: number;
  readonly protocol: Protocol;
}

export interface Services {
  readonly all: readonly ServiceView[];
  find(namespace: string, name: string): ServiceView | undefined;
  /** In the order of their age, as far as it is known. */
  selecting(workload: WorkloadView): readonly ServiceView[];
  endpoints(service: ServiceView, port: ServicePortSpec): readonly Endpoint[];
  /** The same, with these before all others where order stands for age. */
  withOldest(oldest: ReadonlySet<ManifestObject>): Services;
}

export function indexServices(objects: readonly ManifestObject[], workloads: readonly WorkloadView[]): Services {
  const all = objects.flatMap((source) => (source.object.kind === 'Service' ? [viewOf(source as ManifestObject<Service>)] : []));
  const byName = new Map(all.map((s) => [`${s.namespace}/${s.name}`, s]));
  // A Service without selector has endpoints that someone else maintains; none of ours.
  const selecting = all.filter((s) => Object.keys(s.source.object.spec.selector ?? {}).length > 0);
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
  const services: Services = {
    all,
    find: (namespace, name) => byName.get(`${namespace}/${name}`),
    selecting: (workload) => indexOf(workload.namespace).find(workload.labels),
    endpoints: (service, port) => workloadsOf(service).flatMap((workload) => {
      const number = targetPort(port, workload);
      return number === undefined ? [] : [{ workload, port: number, protocol: port.protocol ?? 'TCP' }];
    }),
    withOldest: (oldest) => ({ ...services, selecting: (workload) => oldestFirst(services.selecting(workload), oldest, (s) => s.source) }),
  };
  return services;
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
  return { namespace: namespaceOfObject(source), name: metadata.name, headless: spec.clusterIP === 'None', ports: spec.ports ?? [], source };
}

/** A name is looked up among the pod's own ports, so that it may be another number on every pod. Undefined: this pod has no such port. */
export function targetPort(port: ServicePortSpec, workload: WorkloadView): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  return workload.containerPorts.find((c) => c.name === target && c.protocol === (port.protocol ?? 'TCP'))?.containerPort;
}

/**
 * How the callee's proxy reads a TCP port: as the oldest Service that leads to it declares; a port that no Service leads to is sniffed.
 * A later Service with another protocol changes nothing, which is why a `tcp` one that is older makes HTTP rules vanish.
 */
export function portProtocol(services: Services, workload: WorkloadView, port: number): PortProtocol {
  for (const service of services.selecting(workload)) {
    const leads = service.ports.find((p) => (p.protocol ?? 'TCP') === 'TCP' && targetPort(p, workload) === port);
    if (leads !== undefined) return protocolOf(leads);
  }
  return 'sniffed';
}
