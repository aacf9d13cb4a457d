import type {
  AuthorizationPolicy, IpBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, PeerAuthentication, Protocol, Source,
} from '../manifest/kinds';
import { isolates } from '../eval/network/isolation';
import type { From } from '../eval/cluster/policies';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';

/** Everything that the policies which select a workload say about callers and ports. What they do not mention they treat alike. */
export interface Mentions {
  readonly peers: readonly { readonly peer: NetworkPolicyPeer; readonly policyNamespace: string }[];
  readonly sources: readonly SourceMention[];
  /** First ports of the intervals that the policies cut each protocol into. */
  readonly ports: Readonly<Record<Protocol, readonly number[]>>;
  /** Those of more than one port. */
  readonly ranges: Readonly<Record<Protocol, readonly PortRange[]>>;
}

export interface SourceMention {
  readonly source: Source;
  readonly policyNamespace: string;
  /** By a policy that refuses them. */
  readonly denied: boolean;
}

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * INVARIANT: of every interval of ports that neither these policies nor `declared` tell apart, one is among the results. Within a range all are
 * alike up to the one that somebody names, and again from the next.
 */
export function portsApart(protocol: Protocol, mentions: readonly Pick<Mentions, 'ports' | 'ranges'>[], declared: readonly number[] = []): readonly number[] {
  const ranges = mentions.flatMap((m) => m.ranges[protocol]);
  const told = [...declared, ...mentions.flatMap((m) => m.ports[protocol])];
  const next = ranges.length === 0 ? [] : told.filter((port) => ranges.some(({ from, to }) => from <= port && port < to)).map((port) => port + 1);
  return [...new Set([...told, ...next])].sort((a, b) => a - b);
}

const EXCLUDED_PORTS = ['traffic.sidecar.istio.io/excludeInboundPorts', 'traffic.sidecar.istio.io/includeInboundPorts'];

export function ingressMentions(world: World, workload: WorkloadView): Mentions {
  const own = world.policies.in(workload.namespace);
  const network = own.network.selecting(workload.labels).map((p) => p.object).filter((p) => isolates(p, 'Ingress'));
  const root = world.policies.in(world.settings.rootNamespace);
  const inRoot = workload.namespace !== world.settings.rootNamespace;
  const meshWide = inRoot ? root.authorization.selecting(workload.labels) : [];
  const authorization = [...own.authorization.selecting(workload.labels), ...meshWide].map((p) => p.object);
  const peer = own.peer.selecting(workload.labels).map((p) => p.object);

  const policyNamespace = workload.namespace;
  const peers = network.flatMap((p) => (p.spec.ingress ?? []).flatMap((r) => r.from ?? []).map((peer) => ({ peer, policyNamespace })));
  const sources = authorization.flatMap((p) => sourcesOf(p, policyNamespace));
  const ports = new PortAtoms();
  for (const p of network) for (const rule of p.spec.ingress ?? []) ports.addPolicyPorts(rule.ports ?? [], workload);
  for (const p of authorization) for (const port of authorizationPorts(p)) ports.add('TCP', port);
  for (const p of peer) for (const port of peerPorts(p)) ports.add('TCP', port);
  for (const port of annotatedPorts(workload)) ports.add('TCP', port);
  return { peers, sources, ...ports.result() };
}

/** Of the policies that are bound to what a waypoint stands before. */
export function boundMentions(policies: readonly From<AuthorizationPolicy>[]): Pick<Mentions, 'peers' | 'sources'> {
  return { peers: [], sources: policies.flatMap(({ object }) => sourcesOf(object, 'default')) };
}

export function egressMentions(policies: readonly NetworkPolicy[]): Mentions {
  const isolating = policies.filter((p) => isolates(p, 'Egress'));
  const rules = isolating.flatMap((p) => (p.spec.egress ?? []).map((rule) => ({ rule, policyNamespace: p.metadata.namespace ?? 'default' })));
  const peers = rules.flatMap(({ rule, policyNamespace }) => (rule.to ?? []).map((peer) => ({ peer, policyNamespace })));
  const ports = new PortAtoms();
  for (const { rule } of rules) ports.addPolicyPorts(rule.ports ?? []);
  return { peers, sources: [], ...ports.result() };
}

function sourcesOf(p: AuthorizationPolicy, otherwise: string): readonly SourceMention[] {
  const { namespace: policyNamespace = otherwise } = p.metadata;
  return eachSourceOf(p).map((source) => ({ source, policyNamespace, denied: p.spec.action === 'DENY' }));
}

/** Every way that a rule mentions a caller in: one of `from`, with whatever the conditions say of the source beside. */
function eachSourceOf(p: AuthorizationPolicy): readonly Source[] {
  return (p.spec.rules ?? []).flatMap(({ from = [], when = [] }) => {
    const conditions = when.flatMap(({ key, values = [], notValues = [] }): readonly Source[] => {
      const field = SOURCE_KEYS[key];
      return field === undefined ? [] : [{ [field]: [...values, ...notValues] }];
    });
    if (conditions.length === 0) return from.map((f) => f.source);
    return (from.length === 0 ? [{}] : from.map((f) => f.source)).map((source) => conditions.reduce(mentioningBoth, source));
  });
}

function mentioningBoth(a: Source, b: Source): Source {
  const both: Record<string, readonly string[]> = { ...a };
  for (const [field, values] of Object.entries(b)) both[field] = [...both[field] ?? [], ...values ?? []];
  return both;
}

const SOURCE_KEYS: Readonly<Record<string, keyof Source>> = {
  'source.ip': 'ipBlocks',
  'remote.ip': 'remoteIpBlocks',
  'source.namespace': 'namespaces',
  'source.principal': 'principals',
  'source.serviceAccount': 'serviceAccounts',
  'source.trustDomain': 'trustDomains',
};

/** The addresses that they mention, by who reads them. */
export function blocksOf({ peers, sources }: Pick<Mentions, 'peers' | 'sources'>): Readonly<Record<'peers' | 'sources', readonly IpBlock[]>> {
  return { peers: peers.flatMap(({ peer }) => peer.ipBlock ?? []), sources: sources.flatMap(({ source }) => blocksOfSource(source)) };
}

function blocksOfSource(s: Source): readonly IpBlock[] {
  return [s.ipBlocks, s.notIpBlocks, s.remoteIpBlocks, s.notRemoteIpBlocks].flatMap((cidrs) => cidrs ?? []).map((cidr) => ({ cidr }));
}

function authorizationPorts(p: AuthorizationPolicy): readonly number[] {
  return (p.spec.rules ?? []).flatMap((rule) => [
    ...(rule.to ?? []).flatMap(({ operation }) => [...(operation.ports ?? []), ...(operation.notPorts ?? [])]),
    ...(rule.when ?? []).filter(({ key }) => key === 'destination.port').flatMap(({ values = [], notValues = [] }) => [...values, ...notValues]),
  ]).map(Number).filter(Number.isInteger);
}

function peerPorts(p: PeerAuthentication): readonly number[] {
  return Object.keys(p.spec.portLevelMtls ?? {}).map(Number);
}

function annotatedPorts({ annotations }: WorkloadView): readonly number[] {
  return EXCLUDED_PORTS.flatMap((name) => (annotations[name] ?? '').split(',')).filter((port) => /^\s*\d+\s*$/.test(port)).map(Number);
}

const LAST_PORT = 65_535;

/** Where the ports of policies begin and end. */
class PortAtoms {
  private readonly starts: Record<Protocol, Set<number>> = { TCP: new Set(), UDP: new Set(), SCTP: new Set() };
  private readonly ranges: Record<Protocol, PortRange[]> = { TCP: [], UDP: [], SCTP: [] };

  add(protocol: Protocol, from: number, to = from): void {
    this.starts[protocol].add(from);
    if (to <= from) return;
    this.ranges[protocol].push({ from, to });
    if (to < LAST_PORT) this.starts[protocol].add(to + 1);
  }

  /** Without `workload` a named port is every pod's own affair, and the evaluator says so. */
  addPolicyPorts(ports: readonly NetworkPolicyPort[], workload?: WorkloadView): void {
    for (const { protocol = 'TCP', port, endPort } of ports) {
      if (typeof port === 'number') this.add(protocol, port, endPort ?? port);
      else if (port !== undefined) this.addNamed(protocol, port, workload);
    }
  }

  private addNamed(protocol: Protocol, name: string, workload: WorkloadView | undefined): void {
    for (const c of workload?.containerPorts ?? []) if (c.name === name && c.protocol === protocol) this.add(protocol, c.containerPort);
  }

  result(): Pick<Mentions, 'ports' | 'ranges'> {
    const of = (protocol: Protocol): readonly number[] => {
      const mentioned = this.starts[protocol];
      const isMentioned = (port: number): boolean => mentioned.has(port) || this.ranges[protocol].some(({ from, to }) => from <= port && port <= to);
      return [...mentioned, ...unmentioned(isMentioned)].sort((a, b) => a - b);
    };
    return { ports: { TCP: of('TCP'), UDP: of('UDP'), SCTP: of('SCTP') }, ranges: this.ranges };
  }
}

/** None: ranges leave nothing over. */
function unmentioned(isMentioned: (port: number) => boolean): readonly number[] {
  for (let port = UNDECLARED_PORT; port <= LAST_PORT; port++) if (!isMentioned(port)) return [port];
  for (let port = UNDECLARED_PORT - 1; port > 0; port--) if (!isMentioned(port)) return [port];
  return [];
}

/** Tried first for "a port that nothing mentions": not captured specially by a proxy, and no well-known service. */
export const UNDECLARED_PORT = 47_653;

/** To people: the number would look like one that somebody wrote. */
export function placeText(callee: string, port: number | undefined): string {
  if (port === undefined) return callee;
  return port === UNDECLARED_PORT ? `${callee} at a port that nothing mentions` : `${callee}:${port}`;
}
