import type { EndpointPort, Endpoints, EndpointSlice, ObjectReference } from '../../manifest/endpoint-kinds';
import type { AnyObject, Protocol } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { namespaceOfObject } from './policies';

const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const BY_SELECTOR = 'endpointslice-controller.k8s.io';
const MANAGED_ENDPOINTS = 'endpoints.kubernetes.io/managed-by';
const BY_ENDPOINTS = 'endpoint-controller';
/** Beside or, before 1.33, instead of the label. */
const TRIGGERED = 'endpoints.kubernetes.io/last-change-trigger-time';
const BY_MIRROR = 'endpointslicemirroring-controller.k8s.io';
const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';

/** An address that an object puts behind a Service. */
export interface PlacedEndpoint {
  readonly source: ManifestObject;
  /** `endpoints[0].addresses[0]`. */
  readonly path: string;
  readonly address: string;
  /** The pod that it is said to be. */
  readonly pod?: { readonly namespace: string; readonly name: string };
  readonly ports: readonly PlacedPort[];
}

export interface PlacedPort {
  /** The Service's port of that name and protocol leads there. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}

interface OfService {
  readonly bySelector: PlacedEndpoint[];
  readonly byHand: PlacedEndpoint[];
  readonly mirrored: PlacedEndpoint[];
  /** Of Endpoints, from which what is mirrored is made. */
  readonly toMirror: PlacedEndpoint[];
}

/** What stands behind Services by EndpointSlices and Endpoints, ready or not: that is a matter of the moment. */
export interface PlacedEndpoints {
  /**
   * Whatever is made of a selector says what the selector says, and is nothing beside it; what is put there by hand adds to it. Without a
   * selector everything counts, and Endpoints are mirrored; neither kube-proxy nor istiod reads them themselves.
   *
   * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
   */
  of(service: { readonly namespace: string; readonly name: string }, hasSelector: boolean): readonly PlacedEndpoint[];
}

/** The Service that it is for, in its namespace; empty: none. */
export function serviceOf({ kind, metadata: { name, labels = {} } }: AnyObject): string {
  return kind === 'Endpoints' ? name : labels[SERVICE_NAME] ?? '';
}

/** What the control plane makes of a Service's selector, and makes again whatever somebody writes there. */
export function isOfSelector({ kind, metadata: { labels = {}, annotations = {} } }: AnyObject): boolean {
  if (kind === 'EndpointSlice') return labels[MANAGED_BY] === BY_SELECTOR;
  return kind === 'Endpoints' && (labels[MANAGED_ENDPOINTS] === BY_ENDPOINTS || annotations[TRIGGERED] !== undefined);
}

export function placedEndpoints(objects: readonly ManifestObject[]): PlacedEndpoints {
  const known = new Map<string, OfService>();
  const at = (namespace: string, name: string): OfService => {
    const key = `${namespace}/${name}`;
    let found = known.get(key);
    if (found === undefined) known.set(key, found = { bySelector: [], byHand: [], mirrored: [], toMirror: [] });
    return found;
  };
  for (const o of objects) {
    const { object } = o;
    const { labels = {}, annotations = {} } = object.metadata;
    const namespace = namespaceOfObject(o);
    const service = serviceOf(object);
    if (service === '') continue;
    if (isSlice(o)) {
      const { bySelector, byHand, mirrored } = at(namespace, service);
      (labels[MANAGED_BY] === BY_SELECTOR ? bySelector : labels[MANAGED_BY] === BY_MIRROR ? mirrored : byHand).push(...ofSlice(o));
    } else if (isEndpoints(o) && labels[SKIP_MIRROR] !== 'true' && annotations[LEADER] === undefined) {
      at(namespace, service).toMirror.push(...ofEndpoints(o));
    }
  }
  return {
    of: ({ namespace, name }, hasSelector) => {
      const found = known.get(`${namespace}/${name}`);
      if (found === undefined) return [];
      const { bySelector, byHand, mirrored, toMirror } = found;
      return hasSelector ? byHand : [...byHand, ...bySelector, ...(toMirror.length > 0 ? toMirror : mirrored)];
    },
  };
}

function isSlice(o: ManifestObject): o is ManifestObject<EndpointSlice> {
  return o.object.kind === 'EndpointSlice';
}

function isEndpoints(o: ManifestObject): o is ManifestObject<Endpoints> {
  return o.object.kind === 'Endpoints';
}

/** Neither kube-proxy nor istiod takes host names. */
function ofSlice(source: ManifestObject<EndpointSlice>): readonly PlacedEndpoint[] {
  const { addressType, endpoints = [], ports = [] } = source.object;
  if (addressType === 'FQDN') return [];
  const numbered = portsOf(ports);
  return endpoints.flatMap(({ addresses, targetRef }, i) => addresses.map((address, j): PlacedEndpoint => (
    { source, path: `endpoints[${i}].addresses[${j}]`, address, ports: numbered, ...podOf(targetRef, source) })));
}

function ofEndpoints(source: ManifestObject<Endpoints>): readonly PlacedEndpoint[] {
  return (source.object.subsets ?? []).flatMap((subset, i) => (['addresses', 'notReadyAddresses'] as const).flatMap((list) => (
    (subset[list] ?? []).map(({ ip, targetRef }, j): PlacedEndpoint => (
      { source, path: `subsets[${i}].${list}[${j}]`, address: ip, ports: portsOf(subset.ports ?? []), ...podOf(targetRef, source) })))));
}

function portsOf(ports: readonly EndpointPort[]): readonly PlacedPort[] {
  return ports.flatMap(({ name = '', port, protocol = 'TCP' }) => (port === undefined ? [] : [{ name, port, protocol }]));
}

function podOf({ kind, namespace, name }: ObjectReference = {}, source: ManifestObject<EndpointSlice | Endpoints>): Pick<PlacedEndpoint, 'pod'> {
  return kind === 'Pod' && name !== undefined ? { pod: { namespace: namespace ?? namespaceOfObject(source), name } } : {};
}
