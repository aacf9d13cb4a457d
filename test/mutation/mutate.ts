import ipaddr from 'ipaddr.js';

/** A Kubernetes object as JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export interface JsonObject { readonly [key: string]: Json }

/** One change of one object; `value` undefined: the object is gone. */
export interface Mutant {
  /** `NetworkPolicy shop/catalog-ingress: drop spec.ingress[0].from`. */
  readonly name: string;
  /** Index of the object that was changed. */
  readonly at: number;
  readonly value: JsonObject | undefined;
}

type Path = readonly (string | number)[];
interface Step {
  readonly what: string;
  readonly value: JsonObject;
}

/** Every single-step mutation of every object: what a slip of the hand, a patch or a bug of ours could do to it. */
export function mutants(objects: readonly JsonObject[]): readonly Mutant[] {
  const mixUps = mixUpsIn(objects);
  return objects.flatMap((object, at) => {
    const seen = new Set([JSON.stringify(object)]);
    const steps = [...structural(object), ...values(object), ...shapes(object), ...mixedUp(object, mixUps)].filter(({ value }) => {
      const text = JSON.stringify(value);
      return !seen.has(text) && seen.add(text);
    });
    const title = titleOf(object);
    return [{ name: `${title}: drop it`, at, value: undefined }, ...steps.map(({ what, value }) => ({ name: `${title}: ${what}`, at, value }))];
  });
}

export function titleOf(object: JsonObject): string {
  const { name, namespace } = object.metadata as { readonly name: string; readonly namespace?: string };
  return `${String(object.kind)} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** What identifies an object is no content of it; labels and annotations are where something reads them: all of a Namespace, Istio's of others. */
function isMutable(object: JsonObject, path: Path): boolean {
  if (['apiVersion', 'kind'].includes(String(path[0])) || (path[0] === 'metadata' && ['name', 'namespace'].includes(String(path[1])))) return false;
  if (path[0] !== 'metadata') return true;
  return (object.kind === 'Namespace' && path.length > 1) || (['labels', 'annotations'].includes(String(path[1])) && path.length > 2 && String(path[2]).startsWith('istio.io/'));
}

/** Drop every field and every element, empty every list and map. */
function structural(object: JsonObject): readonly Step[] {
  return nodes(object).filter(({ path }) => path.length > 0 && isMutable(object, path)).flatMap(({ path, value }): readonly Step[] => [
    { what: `drop ${text(path)}`, value: without(object, path) },
    ...(Array.isArray(value) && value.length > 0 ? [{ what: `empty ${text(path)}`, value: replaced(object, path, []) }] : []),
    ...(isMap(value) && Object.keys(value).length > 0 ? [{ what: `empty ${text(path)}`, value: replaced(object, path, {}) }] : []),
  ]);
}

const OTHERS: Readonly<Record<string, readonly Json[]>> = {
  action: ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'],
  mode: ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET', 'REGISTRY_ONLY', 'ALLOW_ANY'],
  protocol: ['TCP', 'UDP', 'SCTP', 'TLS', 'HTTP'],
  appProtocol: ['http', 'http2', 'grpc', 'tcp', 'tls'],
  resolution: ['DNS', 'NONE', 'STATIC'],
  location: ['MESH_INTERNAL', 'MESH_EXTERNAL'],
  clusterIP: ['None', ''],
  kind: ['Service', 'ServiceEntry', 'Gateway', 'GatewayClass'],
  group: ['', 'networking.istio.io', 'gateway.networking.k8s.io'],
  from: ['All', 'Same'],
  gatewayClassName: ['istio', 'elsewhere'],
  'istio.io/dataplane-mode': ['none', 'elsewhere'],
  'istio.io/dry-run': ['false'],
  'istio.io/use-waypoint': ['none', 'elsewhere'],
  'istio.io/use-waypoint-namespace': ['elsewhere'],
  'istio.io/ingress-use-waypoint': ['false', 'elsewhere'],
  'istio.io/waypoint-for': ['workload', 'all', 'none', 'elsewhere'],
};
/** By the list or map a string stands in: something wider, something else. */
const STRINGS: Readonly<Record<string, readonly string[]>> = {
  paths: ['*', '/*', '/elsewhere', '/{**}'],
  methods: ['*', 'DELETE', 'GET'],
  hosts: ['*', '*/*', './*', '~/*', 'elsewhere.example'],
  ports: ['1', '8443'],
  principals: ['*', 'cluster.local/*', '*/sa/elsewhere', 'elsewhere.example/ns/shop/sa/frontend'],
  namespaces: ['*', 'elsewhere'],
  ipBlocks: ['0.0.0.0/0', '192.0.2.0/24'],
  notIpBlocks: ['192.0.2.0/24'],
  values: ['*', 'elsewhere'],
  except: ['192.0.2.0/24'],
  exportTo: ['*', '~'],
  addresses: ['198.51.100.77'],
  cidr: ['0.0.0.0/0', '192.0.2.0/24'],
  matchLabels: ['elsewhere'],
  selector: ['elsewhere'],
  labels: ['elsewhere', 'disabled'],
  key: ['request.headers[elsewhere]', 'source.ip'],
  policyTypes: ['Ingress', 'Egress'],
  name: ['elsewhere'],
};

const BLOCKS = ['ipBlocks', 'notIpBlocks', 'cidr', 'except'];

/** Twice as many addresses, half of them, and the other half of the next bigger block. */
function neighbours(cidr: string): readonly string[] {
  const [address, length] = ipaddr.parseCIDR(cidr);
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  const network = (bytes: readonly number[], prefix: number): string => {
    const kept = bytes.map((byte, i) => byte & (0xff << (8 - Math.min(8, Math.max(0, prefix - 8 * i)))) & 0xff);
    return `${ipaddr.fromByteArray(kept).toString()}/${prefix}`;
  };
  const bytes = address.toByteArray();
  const sibling = bytes.map((byte, i) => (i === Math.floor((length - 1) / 8) ? byte ^ (1 << (7 - ((length - 1) % 8))) : byte));
  return [...(length === 0 ? [] : [network(bytes, length - 1), network(sibling, length)]), ...(length === bits ? [] : [network(bytes, length + 1)])];
}

/** Every value replaced by others that can stand there. */
function values(object: JsonObject): readonly Step[] {
  return nodes(object).filter(({ path }) => isMutable(object, path)).flatMap(({ path, value }): readonly Step[] => {
    const keys = path.filter((p): p is string => typeof p === 'string');
    const [last, around] = [keys.at(-1) ?? '', keys.at(-2) ?? ''];
    if (typeof value === 'number') {
      const end = [...path.slice(0, -1), 'endPort'];
      return [
        ...[value + 1, 1, 443].map((n) => ({ what: `set ${text(path)} to ${n}`, value: replaced(object, path, n) })),
        ...(object.kind === 'NetworkPolicy' && last === 'port' ? [{ what: `set ${text(end)} to ${value + 1}`, value: replaced(object, end, value + 1) }] : []),
      ];
    }
    if (typeof value === 'boolean') return [{ what: `flip ${text(path)}`, value: replaced(object, path, !value) }];
    if (typeof value !== 'string') return [];
    const others = OTHERS[last] ?? STRINGS[last] ?? STRINGS[around] ?? [];
    if (BLOCKS.includes(last)) {
      return [...others, ...neighbours(value)].map((other) => ({ what: `set ${text(path)} to ${JSON.stringify(other)}`, value: replaced(object, path, other) }));
    }
    const widened = last === 'paths' ? [`${value}*`, `${value}x`] : last === 'principals' ? [`${value}*`, value.replace(/[^/]+$/, '*')] : [];
    return [...others, ...widened].map((other) => ({ what: `set ${text(path)} to ${JSON.stringify(other)}`, value: replaced(object, path, other) }));
  });
}

/** What is easily taken for something else: by string, what else it might have been. */
type MixUps = ReadonlyMap<string, readonly string[]>;

/** Service ports for target ports and the other way round, and the identities of one App for one another. */
function mixUpsIn(objects: readonly JsonObject[]): MixUps {
  const others = new Map<string, Set<string>>();
  const add = (a: string, b: string): void => {
    if (a !== b) others.set(a, (others.get(a) ?? new Set()).add(b));
  };
  const ports = objects.filter((o) => o.kind === 'Service').flatMap((o) => nodes(o).map((n) => n.value).filter(isMap).filter((v) => 'targetPort' in v));
  for (const { port, targetPort } of ports) {
    add(String(port), String(targetPort));
    add(String(targetPort), String(port));
  }
  const principals = new Set(objects.filter((o) => o.kind === 'AuthorizationPolicy').flatMap((o) => nodes(o).flatMap(({ path, value }) => (
    path.at(-2) === 'principals' ? [String(value)] : []
  ))));
  const waypoints = [...principals].filter((p) => objects.some((o) => o.kind === 'Gateway' && p.endsWith(`/sa/${nameOf(o)}`)));
  for (const p of principals) for (const w of waypoints) for (const [a, b] of [[p, w], [w, p]] as const) add(a, b);
  return new Map([...others].map(([k, v]) => [k, [...v]]));
}

function mixedUp(object: JsonObject, mixUps: MixUps): readonly Step[] {
  return nodes(object).filter(({ path }) => isMutable(object, path)).flatMap(({ path, value }): readonly Step[] => {
    const list = path.at(-2);
    if (isMap(value) && 'port' in value && 'targetPort' in value) {
      const { port, targetPort } = value;
      return [{ what: `swap the ports of ${text(path)}`, value: replaced(object, path, { ...value, port: targetPort, targetPort: port }) }];
    }
    if (typeof value !== 'string' || (list !== 'ports' && list !== 'principals')) return [];
    return (mixUps.get(value) ?? []).map((other) => ({ what: `take ${JSON.stringify(other)} for ${text(path)}`, value: replaced(object, path, other) }));
  });
}

function nameOf(object: JsonObject): string {
  return (object.metadata as { readonly name: string }).name;
}

const MATCH_ALL: Readonly<Record<string, Json>> = { podSelector: {}, namespaceSelector: {}, selector: {}, workloadSelector: {} };

/** Changes of shape that people really make. */
function shapes(object: JsonObject): readonly Step[] {
  return nodes(object).filter(({ path }) => path[0] === 'spec').flatMap(({ path, value }): readonly Step[] => {
    const steps: Step[] = [];
    const last = path.at(-1);
    if (typeof last === 'string' && last in MATCH_ALL) steps.push({ what: `widen ${text(path)} to all`, value: replaced(object, path, MATCH_ALL[last]) });
    if (isMap(value) && 'podSelector' in value && 'namespaceSelector' in value) {
      const { podSelector, ...others } = value;
      steps.push({ what: `split ${text(path)} into two peers`, value: spliced(object, path, [{ podSelector }, others]) });
    }
    if (isMap(value) && 'from' in value && 'to' in value) {
      const { from, ...others } = value;
      steps.push({ what: `split ${text(path)} into from and the rest`, value: spliced(object, path, [{ from }, others]) });
    }
    if (last === 'rules' || last === 'ingress' || last === 'egress') steps.push({ what: `add {} to ${text(path)}`, value: replaced(object, path, [...(value as readonly Json[]), {}]) });
    return steps;
  });
}

function isMap(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodes(value: Json, path: Path = []): readonly { readonly path: Path; readonly value: Json }[] {
  const own = [{ path, value }];
  if (Array.isArray(value)) return [...own, ...value.flatMap((v: Json, i) => nodes(v, [...path, i]))];
  return isMap(value) ? [...own, ...Object.entries(value).flatMap(([k, v]) => nodes(v, [...path, k]))] : own;
}

function replaced(object: JsonObject, path: Path, by: Json): JsonObject {
  return edit(object, path, (parent, last) => {
    if (Array.isArray(parent)) return parent.map((v: Json, i) => (i === last ? by : v));
    return { ...(parent as JsonObject), [last]: by };
  }) as JsonObject;
}

function without(object: JsonObject, path: Path): JsonObject {
  return edit(object, path, (parent, last) => {
    if (Array.isArray(parent)) return parent.filter((_, i) => i !== last);
    return Object.fromEntries(Object.entries(parent as JsonObject).filter(([key]) => key !== last));
  }) as JsonObject;
}

function spliced(object: JsonObject, path: Path, by: readonly Json[]): JsonObject {
  return edit(object, path, (parent, last) => (parent as readonly Json[]).flatMap((v, i) => (i === last ? by : [v]))) as JsonObject;
}

function edit(value: Json, path: Path, change: (parent: Json, last: string | number) => Json): Json {
  if (path.length === 1) return change(value, path[0]);
  const [head, ...rest] = path;
  if (Array.isArray(value)) return value.map((v: Json, i) => (i === head ? edit(v, rest, change) : v));
  const map = value as JsonObject;
  return { ...map, [head]: edit(map[head], rest, change) };
}

function text(path: Path): string {
  return path.map((p, i) => (typeof p === 'number' ? `[${p}]` : `${i === 0 ? '' : '.'}${p}`)).join('');
}
