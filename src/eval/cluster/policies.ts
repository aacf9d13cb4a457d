import type {
  AuthorizationPolicy, DestinationRule, KnownObject, Labels, NetworkPolicy, PeerAuthentication, RequestAuthentication, ServiceEntry, Sidecar,
  Telemetry,
} from '../../manifest/kinds';
import type { ManifestObject, Placed } from '../../manifest/manifests';
import { GATEWAY_ROUTE_KINDS, isIstioGateway, type GatewayRoute, type IstioGateway, type ReferenceGrant, type VirtualService } from '../../manifest/route-kinds';
import { selects } from '../matcher/selector';
import { LabelIndex } from './label-index';

export type From<T extends KnownObject> = ManifestObject<T>;

/** The objects of one kind in one namespace, in the order read, and those that select a pod. */
export interface Attached<T extends KnownObject> {
  readonly all: readonly From<T>[];
  /** The oldest that selects every pod, or whatever else it means to have no selector. */
  readonly unselective?: From<T>;
  selecting(labels: Labels): readonly From<T>[];
}

/** The policies of one namespace by kind. */
export interface NamespacePolicies {
  readonly network: Attached<NetworkPolicy>;
  readonly peer: Attached<PeerAuthentication>;
  readonly authorization: Attached<AuthorizationPolicy>;
  readonly request: Attached<RequestAuthentication>;
  readonly sidecar: Attached<Sidecar>;
  readonly telemetry: Attached<Telemetry>;
  /** Those with a `targetRef`, which only waypoints and Gateway API gateways read. */
  readonly bound: {
    readonly authorization: readonly From<AuthorizationPolicy>[];
    readonly request: readonly From<RequestAuthentication>[];
    readonly telemetry: readonly From<Telemetry>[];
  };
}

export interface Policies {
  /** In which there are any; sorted. */
  readonly namespaces: readonly string[];
  in(namespace: string): NamespacePolicies;
  readonly serviceEntries: readonly From<ServiceEntry>[];
  readonly destinationRules: readonly From<DestinationRule>[];
  readonly virtualServices: readonly From<VirtualService>[];
  readonly authorizationPolicies: readonly From<AuthorizationPolicy>[];
  readonly requestAuthentications: readonly From<RequestAuthentication>[];
  readonly gatewayRoutes: readonly From<GatewayRoute>[];
  readonly istioGateways: readonly From<IstioGateway>[];
  readonly referenceGrants: readonly From<ReferenceGrant>[];
  /** The same, with these before all others wherever order stands for age. */
  withOldest(oldest: ReadonlySet<ManifestObject>): Policies;
}

function attach<T extends KnownObject>(
  all: readonly From<T>[], wantedBy: (object: T) => Labels | undefined, also: (object: T, labels: Labels) => boolean,
  isWide = (object: T): boolean => Object.keys(wantedBy(object) ?? {}).length === 0,
): Attached<T> {
  const index = new LabelIndex(all, (o) => wantedBy(o.object));
  const known = new WeakMap<Labels, readonly From<T>[]>();
  const unselective = all.find((o) => isWide(o.object));
  return {
    all,
    ...(unselective === undefined ? {} : { unselective }),
    selecting: (labels) => {
      let found = known.get(labels);
      if (found === undefined) {
        found = index.find(labels).filter((o) => also(o.object, labels));
        known.set(labels, found);
      }
      return found;
    },
  };
}

const always = (): boolean => true;

/** Sidecars and ztunnel ignore what is bound to a Service, Gateway or ServiceEntry, with a selector or without. */
function unbound({ spec }: AuthorizationPolicy | RequestAuthentication | Telemetry): boolean {
  return spec.targetRef === undefined && (spec.targetRefs ?? []).length === 0;
}

function ofNamespace(objects: readonly ManifestObject[]): NamespacePolicies {
  const network = of<NetworkPolicy>(objects, 'NetworkPolicy');
  const peer = of<PeerAuthentication>(objects, 'PeerAuthentication');
  const [authorization, boundAuthorization] = parted(of<AuthorizationPolicy>(objects, 'AuthorizationPolicy'));
  const [request, boundRequest] = parted(of<RequestAuthentication>(objects, 'RequestAuthentication'));
  const sidecar = of<Sidecar>(objects, 'Sidecar');
  const [telemetry, boundTelemetry] = parted(of<Telemetry>(objects, 'Telemetry'));
  return {
    network: attach(network, (o) => o.spec.podSelector.matchLabels, (o, labels) => selects(o.spec.podSelector, labels)),
    peer: attach(peer, (o) => o.spec.selector?.matchLabels, always),
    authorization: attach(authorization, (o) => o.spec.selector?.matchLabels, always),
    request: attach(request, (o) => o.spec.selector?.matchLabels, always),
    telemetry: attach(telemetry, (o) => o.spec.selector?.matchLabels, always),
    sidecar: attach(sidecar, (o) => o.spec.workloadSelector?.labels, always, (o) => o.spec.workloadSelector === undefined),
    bound: { authorization: boundAuthorization, request: boundRequest, telemetry: boundTelemetry },
  };
}

type Parted<T extends KnownObject> = readonly [unbound: readonly From<T>[], bound: readonly From<T>[]];

function parted<T extends AuthorizationPolicy | RequestAuthentication | Telemetry>(objects: readonly From<T>[]): Parted<T> {
  return [objects.filter((o) => unbound(o.object)), objects.filter((o) => !unbound(o.object))];
}

function of<T extends KnownObject>(objects: readonly ManifestObject[], kind: T['kind']): readonly From<T>[] {
  return objects.filter((o) => o.object.kind === kind) as readonly ManifestObject[] as readonly From<T>[];
}

export function indexPolicies(objects: readonly ManifestObject[]): Policies {
  const byNamespace = new Map<string, ManifestObject[]>();
  for (const object of objects) {
    const namespace = namespaceOfObject(object);
    const known = byNamespace.get(namespace);
    if (known === undefined) byNamespace.set(namespace, [object]);
    else known.push(object);
  }
  const inOf = (objectsIn: (namespace: string) => readonly ManifestObject[]): Policies['in'] => {
    const indexed = new Map<string, NamespacePolicies>();
    return (namespace) => {
      let policies = indexed.get(namespace);
      if (policies === undefined) indexed.set(namespace, policies = ofNamespace(objectsIn(namespace)));
      return policies;
    };
  };
  const policies: Policies = {
    namespaces: [...byNamespace.keys()].sort(),
    in: inOf((namespace) => byNamespace.get(namespace) ?? []),
    withOldest: (oldest) => {
      const touched = new Set([...oldest].map(namespaceOfObject));
      const reordered = inOf((namespace) => oldestFirst(byNamespace.get(namespace) ?? [], oldest));
      return { ...policies, in: (namespace) => (touched.has(namespace) ? reordered(namespace) : policies.in(namespace)) };
    },
    serviceEntries: of<ServiceEntry>(objects, 'ServiceEntry'),
    destinationRules: of<DestinationRule>(objects, 'DestinationRule'),
    virtualServices: of<VirtualService>(objects, 'VirtualService'),
    authorizationPolicies: of<AuthorizationPolicy>(objects, 'AuthorizationPolicy'),
    requestAuthentications: of<RequestAuthentication>(objects, 'RequestAuthentication'),
    gatewayRoutes: GATEWAY_ROUTE_KINDS.flatMap((kind) => of<GatewayRoute>(objects, kind)),
    istioGateways: objects.filter((o): o is From<IstioGateway> => isIstioGateway(o.object)),
    referenceGrants: of<ReferenceGrant>(objects, 'ReferenceGrant'),
  };
  return policies;
}

export function oldestFirst<T>(values: readonly T[], oldest: ReadonlySet<unknown>, sourceOf: (value: T) => unknown = (value) => value): readonly T[] {
  return [...values.filter((v) => oldest.has(sourceOf(v))), ...values.filter((v) => !oldest.has(sourceOf(v)))];
}

/** kubectl puts an object without namespace into `default`. */
export function namespaceOfObject({ object }: Placed): string {
  return object.metadata.namespace ?? 'default';
}
