import type {
  AuthorizationPolicy, Condition, KnownObject, Labels, LabelSelector, Namespace, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort,
  PeerAuthentication, Rule, Service, Sidecar, Workload,
} from '../../src/manifest/kinds';

/**
 * Who may call whom, decided a second time: naively, from docs/semantics.md alone, without a line of the evaluator's code.
 * It knows no doubt: the universes that are compared with it leave none.
 */
export interface Universe {
  /** In the order of their age. */
  readonly objects: readonly KnownObject[];
  readonly rootNamespace: string;
  readonly registryOnly: boolean;
}

export interface Call {
  readonly from: Workload;
  readonly to: Workload;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** The Service that is dialled, and its port. */
  readonly via?: { readonly service: Service; readonly port: number };
  readonly http?: { readonly method: string; readonly path: string; readonly host: string; readonly headers: Readonly<Record<string, string>> };
}

const ns = (o: KnownObject): string => o.metadata.namespace!;
export const subset = (wanted: Labels | undefined, labels: Labels): boolean => Object.entries(wanted ?? {}).every(([k, v]) => labels[k] === v);
const none = (labels: Labels | undefined): boolean => Object.keys(labels ?? {}).length === 0;

export function allowed(u: Universe, call: Call): boolean {
  return networkAllows(u, call) && scopeAllows(u, call) && (!captured(u, call) || proxyAllows(u, call));
}

// ---------------------------------------------------------------------------------------------- NetworkPolicy

export function selects(s: LabelSelector, labels: Labels): boolean {
  return subset(s.matchLabels, labels) && (s.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const listed = key in labels && values.includes(labels[key]);
    return { In: listed, NotIn: !listed, Exists: key in labels, DoesNotExist: !(key in labels) }[operator];
  });
}

function networkAllows(u: Universe, { from, to, port, protocol }: Call): boolean {
  const policies = u.objects.filter((o): o is NetworkPolicy => o.kind === 'NetworkPolicy');
  const onPort = (ports: readonly NetworkPolicyPort[] = []): boolean => ports.length === 0 || ports.some((p) => (
    (p.protocol ?? 'TCP') === protocol && (p.port === undefined || (port >= (p.port as number) && port <= (p.endPort ?? (p.port as number))))));
  const isPeer = (own: string, peers: readonly NetworkPolicyPeer[] = [], pod: Workload): boolean => peers.length === 0 || peers.some((p) => (
    (p.namespaceSelector === undefined ? ns(pod) === own : selects(p.namespaceSelector, labelsOf(u, ns(pod))))
    && (p.podSelector === undefined || selects(p.podSelector, pod.pod.labels))));
  const types = ({ spec }: NetworkPolicy): readonly string[] => spec.policyTypes?.length ? spec.policyTypes : ['Ingress', ...(spec.egress?.length ? ['Egress'] : [])];
  const isolating = (w: Workload, type: string): NetworkPolicy[] => policies.filter((p) => (
    ns(p) === ns(w) && selects(p.spec.podSelector, w.pod.labels) && types(p).includes(type)));
  const out = isolating(from, 'Egress');
  const into = isolating(to, 'Ingress');
  return (out.length === 0 || out.some((p) => (p.spec.egress ?? []).some((r) => isPeer(ns(p), r.to, to) && onPort(r.ports))))
    && (into.length === 0 || into.some((p) => (p.spec.ingress ?? []).some((r) => isPeer(ns(p), r.from, from) && onPort(r.ports))));
}

export function labelsOf(u: Universe, namespace: string): Labels {
  const object = u.objects.find((o): o is Namespace => o.kind === 'Namespace' && o.metadata.name === namespace);
  return { ...object?.metadata.labels, 'kubernetes.io/metadata.name': namespace };
}

// ---------------------------------------------------------------------------------------------- proxies

function hasProxy(u: Universe, w: Workload): boolean {
  return labelsOf(u, ns(w))['istio-injection'] === 'enabled' && w.pod.labels['sidecar.istio.io/inject'] !== 'false' && !w.pod.hostNetwork;
}

function captured(u: Universe, { to, port, protocol }: Call): boolean {
  return hasProxy(u, to) && protocol === 'TCP' && ![15020, 15021, 15090].includes(port);
}

function sidecarOf(u: Universe, from: Workload): Sidecar | undefined {
  const all = u.objects.filter((o): o is Sidecar => o.kind === 'Sidecar');
  const own = all.filter((s) => ns(s) === ns(from));
  return own.find((s) => s.spec.workloadSelector !== undefined && subset(s.spec.workloadSelector.labels, from.pod.labels))
    ?? own.find((s) => s.spec.workloadSelector === undefined)
    ?? all.find((s) => ns(s) === u.rootNamespace && s.spec.workloadSelector === undefined);
}

function scopeAllows(u: Universe, call: Call): boolean {
  const { from, via, protocol } = call;
  if (!hasProxy(u, from) || protocol !== 'TCP') return true;
  const sidecar = sidecarOf(u, from);
  if (sidecar?.spec.outboundTrafficPolicy === undefined ? !u.registryOnly : sidecar.spec.outboundTrafficPolicy.mode === 'ALLOW_ANY') return true;
  return via !== undefined && imports(u, call, via);
}

function imports(u: Universe, { from }: Call, via: NonNullable<Call['via']>): boolean {
  const where = ns(via.service);
  const host = `${via.service.metadata.name}.${where}.svc.cluster.local`;
  return (sidecarOf(u, from)?.spec.egress ?? [{ hosts: ['*/*'] }]).flatMap((e) => e.hosts).some((h) => {
    const [namespace, name] = h.split('/');
    return (namespace === '*' || namespace === where || (namespace === '.' && where === ns(from))) && (name === '*' || name === host);
  });
}

// ---------------------------------------------------------------------------------------------- mTLS and authorization

export function protocolOf(u: Universe, w: Workload, port: number): 'http' | 'tcp' | 'sniffed' {
  for (const s of u.objects) {
    if (s.kind !== 'Service' || ns(s) !== ns(w) || none((s as Service).spec.selector) || !subset((s as Service).spec.selector, w.pod.labels)) continue;
    const p = (s as Service).spec.ports?.find((q) => (q.protocol ?? 'TCP') === 'TCP' && (q.targetPort ?? q.port) === port);
    if (p !== undefined) return p.name?.startsWith('http') ? 'http' : p.name?.startsWith('tcp') ? 'tcp' : 'sniffed';
  }
  return 'sniffed';
}

export function modeOf(u: Universe, w: Workload, port: number): string {
  const all = u.objects.filter((o): o is PeerAuthentication => o.kind === 'PeerAuthentication');
  const wide = (namespace: string): PeerAuthentication | undefined => all.find((p) => ns(p) === namespace && none(p.spec.selector?.matchLabels));
  const narrow = all.find((p) => ns(p) === ns(w) && ns(p) !== u.rootNamespace
    && !none(p.spec.selector?.matchLabels) && subset(p.spec.selector?.matchLabels, w.pod.labels));
  const modes = [narrow?.spec.portLevelMtls?.[port]?.mode, ...[narrow, wide(ns(w)), wide(u.rootNamespace)].map((p) => p?.spec.mtls?.mode)];
  return modes.find((m) => m !== undefined && m !== 'UNSET') ?? 'PERMISSIVE';
}

/** Clients are told one mode for all hosts of a namespace: where it is DISABLE they send plaintext, whatever a workload there asks for. */
function isDisabledFor(u: Universe, namespace: string): boolean {
  const [own, mesh] = [namespace, u.rootNamespace].map((n) => u.objects.find((o): o is PeerAuthentication => (
    o.kind === 'PeerAuthentication' && ns(o) === n && none(o.spec.selector?.matchLabels)))?.spec.mtls?.mode ?? 'UNSET');
  return (own === 'UNSET' ? mesh : own) === 'DISABLE';
}

function proxyAllows(u: Universe, call: Call): boolean {
  const { from, to, port } = call;
  const mode = modeOf(u, to, port);
  // What the proxy does not know it sends on as it is.
  const known = call.via === undefined || (imports(u, call, call.via) && !isDisabledFor(u, ns(call.via.service)));
  const id = hasProxy(u, from) && known && mode !== 'DISABLE' ? `cluster.local/ns/${ns(from)}/sa/${from.pod.serviceAccountName}` : undefined;
  if (mode === 'STRICT' && id === undefined) return false;
  const protocol = protocolOf(u, to, port);
  if (protocol === 'http' && call.http === undefined) return false;
  const http = protocol === 'tcp' ? undefined : call.http;
  const policies = u.objects.filter((o): o is AuthorizationPolicy => o.kind === 'AuthorizationPolicy')
    .filter((p) => [u.rootNamespace, ns(to)].includes(ns(p)) && subset(p.spec.selector?.matchLabels, to.pod.labels))
    .filter((p) => p.metadata.annotations?.['istio.io/dry-run'] !== 'true');
  const holds = (action: string): boolean => policies.some((p) => (p.spec.action ?? 'ALLOW') === action
    && (p.spec.rules ?? []).some((r) => ruleHolds(r, ns(p), action, id, port, http)));
  return !holds('DENY') && (policies.every((p) => (p.spec.action ?? 'ALLOW') !== 'ALLOW') || holds('ALLOW'));
}

type Http = Call['http'];

/** A test per field; `undefined`: the field needs HTTP, and there is none. Without `ip` the peer has no address, as behind a tunnel. */
export function ruleHolds(rule: Rule, own: string, action: string, id: string | undefined, port: number, http: Http, ip?: string): boolean {
  const source = (name: string, v: string): boolean | undefined => {
    switch (name) {
      case 'principals': case 'source.principal': return id !== undefined && like(v, id);
      case 'namespaces': case 'source.namespace': return id !== undefined && new RegExp(`^${v.replaceAll('*', '.*')}$`).test(id.split('/')[2]);
      case 'serviceAccounts': case 'source.serviceAccount': return id !== undefined && (v.includes('/') ? v : `${own}/${v}`) === `${id.split('/')[2]}/${id.split('/')[4]}`;
      case 'trustDomains': case 'source.trustDomain': return id !== undefined && like(v, id.split('/')[0]);
      case 'ipBlocks': case 'source.ip': return ip !== undefined && inBlock(ip, v);
      case 'ports': case 'destination.port': return Number(v) === port;
      case 'methods': return http && like(v, http.method);
      case 'hosts': return http && like(v.toLowerCase(), http.host.toLowerCase());
      case 'paths': return http && path(v, http.path);
      case 'requestPrincipals': return http && false;
      default: {
        const header = /^request.headers\[(.*)\]$/.exec(name)![1];
        // Of a header the star asks that it is there, empty or not: `PresentMatch` of istio's `HeaderMatcher`.
        return http && header in http.headers && (v === '*' || like(v, http.headers[header]));
      }
    }
  };
  const fields = (o: Readonly<Record<string, readonly string[] | undefined>>): (boolean | undefined)[] => Object.entries(o).map(([name, values]) => {
    const not = name.startsWith('not');
    const field = not ? name[3].toLowerCase() + name.slice(4) : name;
    const results = values!.map((v) => source(field, v));
    return results.includes(undefined) ? undefined : results.includes(true) !== not;
  });
  const when = (c: Condition): (boolean | undefined)[] => [c.values, c.notValues].flatMap((values, i) => {
    if (values === undefined) return [];
    const results = values.map((v) => source(c.key, v));
    return [results.includes(undefined) ? undefined : results.includes(true) !== (i === 1)];
  });
  const from = (rule.from ?? []).map((f) => fields(f.source as Readonly<Record<string, readonly string[]>>));
  const to = (rule.to ?? []).map((t) => fields(t.operation as Readonly<Record<string, readonly string[]>>));
  const whens = (rule.when ?? []).flatMap(when);
  // ALLOW loses the rule to a field that is not there, DENY the field.
  if (action === 'ALLOW' && [...from, ...to, whens].flat().includes(undefined)) return false;
  const hold = (results: readonly (boolean | undefined)[]): boolean => results.every((r) => r !== false);
  return (from.length === 0 || from.some(hold)) && (to.length === 0 || to.some(hold)) && hold(whens);
}

/** IPv4. */
export function inBlock(ip: string, block: string): boolean {
  const bits = (address: string): string => address.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  const [network, length = '32'] = block.split('/');
  return bits(ip).slice(0, Number(length)) === bits(network).slice(0, Number(length));
}

export function like(pattern: string, value: string): boolean {
  if (pattern === '*') return value.length > 0;
  if (pattern[0] === '*') return value.endsWith(pattern.substring(1));
  return pattern.at(-1) === '*' ? value.startsWith(pattern.substring(0, pattern.length - 1)) : pattern === value;
}

function path(pattern: string, value: string): boolean {
  if (!pattern.includes('{')) return like(pattern, value);
  return new RegExp(`^${pattern.replace('{**}', '(.*)').replaceAll('{*}', '([^/=]+)')}$`).test(value);
}
