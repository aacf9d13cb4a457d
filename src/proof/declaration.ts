import type { WorkloadView } from '../eval/types';
import type { AccessModel, EdgeModel, ExternalEdgeModel, KubernetesServiceModel, PortAccessModel, PortProtocol, ServiceModel } from '../model/model';
import { principalOf } from '../model/names';
import type { Protocol } from '../manifest/kinds';
import { planesOf as planesOfPods } from '../model/planes';
import { gatewayId, isGateway, isProxyItself, type Plane } from './planes';

/** The model with the look-ups the proof needs; its own, so that it shares nothing with what rendered the objects. */
export interface Declaration {
  readonly model: AccessModel;
  /** The mesh's trust domain and its aliases; empty where there is no mesh. */
  readonly trustDomains: readonly string[];
  /** Somebody in it is ambient, so that connections may be tunnelled. */
  readonly ambient: boolean;
  /** Of all pods of a namespace. */
  planesIn(namespace: string): readonly Plane[];
  /** Declared here or imported. */
  service(id: string): ServiceModel;
  /** What its pods are called in each trust domain. */
  principalsOf(service: string): readonly string[];
  /** Services in quarantine: nothing that is granted to many is granted to them. */
  readonly quarantined: readonly ServiceModel[];
  edgesTo(service: ServiceModel): readonly EdgeModel[];
  /** What a service calls by its own name or as one of its namespace. Grants to anyone open the callee, not the caller. */
  edgesFrom(service: ServiceModel): readonly EdgeModel[];
  externalsFrom(service: ServiceModel): readonly ExternalEdgeModel[];
}

export function indexDeclaration(model: AccessModel): Declaration {
  const all = [...(model.imported ?? []), ...model.services];
  const services = new Map(all.map((s) => [s.id, s]));
  const to = groupBy(model.edges, (e) => e.callee);
  const from = groupBy(model.edges, ({ caller }) => {
    if (caller.kind === 'service') return `service ${caller.service}`;
    return caller.kind === 'namespace' ? `namespace ${caller.namespace}` : '';
  });
  const inNamespaces = [...model.namespaces.map((n) => ({ ...n, namespace: n.id })), ...all.filter((s) => !isProxyItself(s))];
  // A gateway is named by its identity wherever it is granted anything.
  const identities = groupBy(model.edges, ({ caller }) => (caller.kind === 'identity' ? caller.principal : ''));
  const gateways = new Map((model.gateways ?? []).map((g) => [gatewayId(g), identities.get(g.caller.principal) ?? []]));
  const planes = groupBy(inNamespaces, (s) => s.namespace);
  const externals = groupBy(model.externals, (e) => e.caller);
  const trustDomains = model.mesh.platform === 'istio' ? [model.mesh.trustDomain, ...model.mesh.trustDomainAliases] : [];
  const principals = new Map(all.map((s) => [s.id, principalsIn(trustDomains, s)]));
  return {
    model,
    trustDomains,
    ambient: [...all, ...model.namespaces].some((s) => s.dataPlane === 'ambient' || s.migratingFrom === 'ambient'),
    planesIn: (namespace) => [...new Set((planes.get(namespace) ?? []).flatMap(planesOfPods))],
    principalsOf: (id) => principals.get(id) ?? [],
    service: (id) => {
      const found = services.get(id);
      if (found === undefined) throw new Error(`the model has no service \`${id}\``);
      return found;
    },
    quarantined: model.services.filter(({ quarantine }) => quarantine !== undefined),
    edgesTo: (s) => to.get(s.id) ?? [],
    // A waypoint or a gateway is in its namespace, but calls nobody on that account.
    edgesFrom: (s) => (isGateway(s)
      ? gateways.get(s.id) ?? []
      : [...(from.get(`service ${s.id}`) ?? []), ...(isProxyItself(s) || s.quarantine !== undefined ? [] : from.get(`namespace ${s.namespace}`) ?? [])]),
    externalsFrom: (s) => externals.get(s.id) ?? [],
  };
}

export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

/** Does a Kubernetes Service of a service lead to this pod of it? One that somebody else wrote may lead to some only: to a canary. */
export function leadsTo({ podLabels = {} }: KubernetesServiceModel, { labels }: WorkloadView): boolean {
  return Object.entries(podLabels).every(([key, value]) => labels[key] === value);
}

/** While it moves to another account its pods show either, in each trust domain. */
function principalsIn(trustDomains: readonly string[], { namespace, serviceAccount, formerAccounts = [] }: ServiceModel): readonly string[] {
  const accounts = [serviceAccount, ...formerAccounts.map((f) => f.serviceAccount)];
  return trustDomains.flatMap((t) => accounts.map((account) => principalOf(t, { namespace, serviceAccount: account })));
}

/** What carries a port's bytes. */
export function transport(protocol: PortProtocol): Protocol {
  return protocol === 'udp' ? 'UDP' : protocol === 'sctp' ? 'SCTP' : 'TCP';
}

/** Does a proxy of ours read it as HTTP? TLS that is not the mesh's is opaque. */
export function isHttp(protocol: PortProtocol): boolean {
  return protocol === 'http' || protocol === 'http2' || protocol === 'grpc';
}

/** What an edge grants on one port of the workload. */
export function accessAt(edge: EdgeModel, port: number, protocol: Protocol): readonly PortAccessModel[] {
  return edge.access.filter((a) => a.targetPort === port && transport(a.protocol) === protocol);
}

/** Does a proxy of the pod decide what arrives there? UDP and SCTP are never captured, and some ports of sidecars are not on purpose. */
export function isProxied(declaration: Declaration, service: ServiceModel, plane: Plane, port: number, protocol: Protocol): boolean {
  if (declaration.model.mesh.platform !== 'istio' || protocol !== 'TCP') return false;
  return plane === 'ambient' || (plane === 'sidecar' && !service.excludedInboundPorts.includes(port));
}
