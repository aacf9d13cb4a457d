import type {
  AccessModel, CallerModel, EdgeModel, ExternalEdgeModel, HttpAccessModel, KubernetesServiceModel, MeshModel, NamespaceModel,
  PortAccessModel, PortModel, ServiceModel,
} from '../../src/model/model';
import type { ModelIndex } from '../../src/model/model-index';
import type { KnownObject } from '../../src/manifest/kinds';
import { platformFor } from '../../src/platforms';
import type { DeclaredNamespace, Slot, WaypointOptionsModel } from '../../src/platforms/platform';

export const MESH: MeshModel = {
  construct: 'mesh',
  platform: 'istio',
  version: [1, 31],
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  rootNamespace: 'istio-system',
  pathNormalization: 'BASE',
  outboundTrafficPolicy: 'ALLOW_ANY',
  istioCni: false,
  consent: 'callee',
  cluster: {
    domain: 'cluster.local',
    podCidrs: ['10.0.0.0/16'],
    serviceCidrs: ['10.1.0.0/16'],
    nodeCidrs: ['10.2.0.0/16'],
    apiServerCidrs: ['10.3.0.1/32'],
    dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  },
  proxyHosts: [],
  acknowledged: [],
};

export const SHOP: NamespaceModel = { id: 'shop', construct: 'shop/ns', owned: true, dataPlane: 'sidecar' };
export const WEB: NamespaceModel = { id: 'web', construct: 'web/ns', owned: true, dataPlane: 'sidecar' };

export const SHOP_DECLARED: DeclaredNamespace = {
  name: 'shop', dataPlane: 'sidecar', labels: { team: 'shop' }, emitNamespace: true, podSecurity: { warn: 'baseline', audit: 'baseline' },
};

/** A service with Service port = target port + 1000, so that no test mistakes one for the other. */
export function service(id: string, ports: readonly PortModel[] = [], overrides: Partial<ServiceModel> = {}): ServiceModel {
  const [namespace, name] = id.split('/');
  const kubernetesServices: readonly KubernetesServiceModel[] = ports.length === 0
    ? []
    : [{
        name,
        headless: false,
        ports: ports.map(({ protocol, targetPort }) => ({ name: `${protocol}-${targetPort + 1000}`, port: targetPort + 1000, targetPort, protocol })),
      }];
  return {
    id,
    construct: id,
    namespace,
    name,
    serviceAccount: name,
    automountToken: false,
    podLabels: { 'app.kubernetes.io/name': name },
    ports,
    kubernetesServices,
    deployedElsewhere: false,
    excludedInboundPorts: [],
    dataPlane: 'sidecar',
    ...overrides,
  };
}

export function port(protocol: PortModel['protocol'], targetPort: number, mtls: PortModel['mtls'] = 'strict'): PortModel {
  return { targetPort, protocol, mtls, ...(mtls === 'strict' ? {} : { mtlsReason: 'probed in plaintext' }) };
}

export const toPort = (protocol: PortModel['protocol'], targetPort: number, ...http: readonly HttpAccessModel[]): PortAccessModel => (
  { targetPort, protocol, ...(http.length === 0 ? {} : { http }) }
);

export const calledBy = (id: string): CallerModel => ({ kind: 'service', service: id });

export function edge(callee: string, caller: CallerModel, ...access: readonly PortAccessModel[]): EdgeModel {
  return { id: `${callee}<-${JSON.stringify(caller)}`, callee, caller, access, reasons: [], constructs: [callee] };
}

export function external(caller: string, host: string, ports: ExternalEdgeModel['ports'], addresses: readonly string[] = []): ExternalEdgeModel {
  return { id: `${caller}->${host}`, caller, host, ports, addresses, reasons: [], constructs: [caller] };
}

export type Parts = Partial<Omit<AccessModel, 'mesh'>> & {
  readonly mesh?: Partial<MeshModel>;
  /** Of every waypoint that is written. */
  readonly waypointOptions?: WaypointOptionsModel;
};

const byId = <T extends { readonly id: string }>(elements: readonly T[]): readonly T[] => [...elements].sort((a, b) => (a.id < b.id ? -1 : 1));

export function model(parts: Parts): AccessModel {
  return {
    mesh: { ...MESH, ...parts.mesh },
    namespaces: byId(parts.namespaces ?? [SHOP, WEB]),
    services: byId(parts.services ?? []),
    edges: byId(parts.edges ?? []),
    calls: byId(parts.calls ?? []),
    externals: byId(parts.externals ?? []),
    ...(parts.baseline ? { baseline: parts.baseline } : {}),
    ...(parts.gateways ? { gateways: byId(parts.gateways) } : {}),
    ...(parts.egressWaypoint ? { egressWaypoint: parts.egressWaypoint } : {}),
    ...(parts.imported ? { imported: parts.imported } : {}),
    ...(parts.withheld ? { withheld: parts.withheld } : {}),
    ...(parts.neighbours ? { neighbours: parts.neighbours } : {}),
  };
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the fixture has no ${what}`);
  return value;
}

export function indexOf(m: AccessModel): ModelIndex {
  return {
    model: m,
    service: (id) => found([...m.services, ...m.imported ?? []].find((s) => s.id === id), id),
    imported: (id) => m.imported?.find((s) => s.id === id),
    namespace: (id) => found(m.namespaces.find((n) => n.id === id), id),
    edgesTo: (id) => m.edges.filter(({ callee }) => callee === id),
    edgesFrom: (id) => m.edges.filter(({ caller }) => caller.kind === 'service' && caller.service === id),
    externalsFrom: (id) => m.externals.filter(({ caller }) => caller === id),
    externalsThrough: (host) => m.externals.filter((e) => e.through !== undefined && e.host === host),
    servedBy: ({ namespace, name }) => m.services.filter(({ waypoint }) => waypoint?.namespace === namespace && waypoint.name === name),
    externalsIn: (namespace, host) => m.externals.filter((e) => e.through === undefined && e.host === host && e.caller.startsWith(`${namespace}/`)),
  };
}

/** An object as it is written: slot and body together. */
export function written(slot: Slot, index: ModelIndex): KnownObject {
  return { apiVersion: slot.apiVersion, kind: slot.kind, metadata: slot.metadata, ...slot.body(index) } as KnownObject;
}

/** Everything a platform writes for a model, in the order of its slots. */
export function render(parts: Parts): readonly KnownObject[] {
  const index = indexOf(model(parts));
  const { mesh, namespaces, services, externals, baseline, egressWaypoint, gateways = [] } = index.model;
  const platform = platformFor(mesh.platform);
  const options = parts.waypointOptions ? { waypointOptions: parts.waypointOptions } : {};
  const direct = externals.filter(({ through }) => through === undefined);
  const uses = direct.map(({ caller, host }) => ({ namespace: index.service(caller).namespace, host }));
  const hosts = new Map(uses.map((use) => [`${use.namespace} ${use.host}`, use]));
  const throughWaypoint = new Set(externals.filter(({ through }) => through !== undefined).map(({ host }) => host));
  return [
    ...namespaces.filter(({ owned }) => owned).flatMap(({ id, dataPlane, waypoint, migratingFrom }) => platform.namespaceSlots(mesh, {
      ...SHOP_DECLARED, ...options, name: id, dataPlane, ...(waypoint ? { waypoint } : {}), ...(migratingFrom ? { migratingFrom } : {}),
    })),
    ...services.flatMap((s) => platform.serviceSlots(mesh, s)),
    ...[...hosts.values()].flatMap(({ namespace, host }) => platform.externalSlots(mesh, namespace, host)),
    ...(egressWaypoint
      ? [
          ...platform.egressWaypointSlots(mesh, {
            ...SHOP_DECLARED, ...options, name: egressWaypoint.namespace, dataPlane: 'ambient', waypoint: egressWaypoint,
          }),
          ...[...throughWaypoint].flatMap((host) => platform.egressSlots(mesh, egressWaypoint, host)),
        ]
      : []),
    ...gateways.flatMap((gateway) => platform.gatewaySlots(mesh, gateway)),
    ...(baseline?.denyByDefault ? gateways.flatMap((gateway) => platform.gatewayClientsSlots(gateway)) : []),
    ...(baseline ? platform.baselineSlots(mesh, baseline) : []),
  ].map((slot) => written(slot, index));
}

/** `NetworkPolicy shop/catalog-ingress`. */
export const nameOf = ({ kind, metadata: { name, namespace } }: KnownObject): string => (
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
);

/** What stands below `metadata` of one object. */
export function body(objects: readonly KnownObject[], name: string): unknown {
  const object = found(objects.find((o) => nameOf(o) === name), `${name}; it has ${objects.map(nameOf).join(', ')}`);
  return 'spec' in object ? object.spec : object;
}
