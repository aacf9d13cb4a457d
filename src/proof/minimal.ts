import ipaddr from '../kept/ipaddr';
import { within as inBlock } from '../eval/matcher/cidr';
import { IN_NO_IDENTITY } from '../eval/matcher/identity';
import type { IpBlock, Labels, LabelSelector } from '../manifest/kinds';

/** What a star is filled with: in names of Kubernetes and in identities it never stands, so that patterns and selectors with it mean nobody. */
export const UNNAMED = IN_NO_IDENTITY;

/**
 * Smallest examples of what a policy can ask for: no label, part of a name or address more than asked. What is left open is filled with names
 * that nobody declared, and that nobody can name: a value of a label cannot be one, and an identity that is asked for by it matches nobody. At
 * both ends there is what no pattern begins or ends with.
 */
export const FRESH = {
  namespace: `${UNNAMED}undeclared-namespace${UNNAMED}`,
  serviceAccount: `${UNNAMED}undeclared${UNNAMED}`,
  trustDomain: `${UNNAMED}undeclared${UNNAMED}`,
  value: `${UNNAMED}undeclared${UNNAMED}`,
  /** Below no wildcard but `*`. */
  host: `${UNNAMED}undeclared${UNNAMED}`,
} as const;

const ORDER = ['In', 'Exists', 'NotIn', 'DoesNotExist'] as const;

/** One set of labels per choice among the values of `In`; none where the selector contradicts itself. */
export function minimalLabels({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly Labels[] {
  let models: readonly Labels[] = [matchLabels];
  // What names values comes before what takes any: a value that is filled in first would contradict it.
  for (const { key, operator, values = [] } of ORDER.flatMap((o) => matchExpressions.filter((e) => e.operator === o))) {
    if (operator === 'In') {
      models = models.flatMap((m) => (Object.hasOwn(m, key) ? (values.includes(m[key]) ? [m] : []) : values.map((v) => ({ ...m, [key]: v }))));
    } else if (operator === 'Exists') {
      models = models.map((m) => (Object.hasOwn(m, key) ? m : { ...m, [key]: FRESH.value }));
    } else {
      models = models.filter((m) => !Object.hasOwn(m, key) || (operator === 'NotIn' && !values.includes(m[key])));
    }
  }
  return models;
}

/** `app=web, any other \`team\``: of a label that may have any value but those that policies name. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels).map(([key, value]) => (value === FRESH.value ? `any other \`${key}\`` : `${key}=${value}`)).join(', ');
}

/** Identities that a `principals` pattern matches: itself, or its star filled so that a SPIFFE id of Kubernetes results. */
export function principalsOf(pattern: string, trustDomain: string): readonly string[] {
  const shape = [trustDomain, 'ns', FRESH.namespace, 'sa', FRESH.serviceAccount];
  if (pattern === '*') return [shape.join('/')];
  if (pattern.startsWith('*')) {
    const end = pattern.slice(1).split('/');
    const at = shape.length - end.length;
    return at < 0 ? [`${trustDomain}${pattern.slice(1)}`] : [[...shape.slice(0, at), grown(shape[at], end[0], 'left'), ...end.slice(1)].join('/')];
  }
  if (pattern.endsWith('*')) {
    const start = pattern.slice(0, -1).split('/');
    const last = start.length - 1;
    return [[...start.slice(0, -1), grown(shape[last] ?? FRESH.value, start[last], 'right'), ...shape.slice(start.length)].join('/')];
  }
  return [pattern];
}

/** A part of which a pattern fixes one end. */
function grown(usual: string, fixed: string, side: 'left' | 'right'): string {
  if (fixed === '' || (side === 'left' ? usual.endsWith(fixed) : usual.startsWith(fixed))) return usual;
  return side === 'left' ? `${UNNAMED}${fixed}` : `${fixed}${UNNAMED}`;
}

export { inBlock };

/** One address per interval that the block's CIDR and its exceptions cut out, and the one right after it. */
export function addressesOf({ cidr, except = [] }: IpBlock): readonly string[] {
  return [...new Set([cidr, ...except].flatMap((c) => [firstOf(c), afterLastOf(c)].flatMap((a) => a ?? [])))];
}

export function firstOf(cidr: string): string | undefined {
  return edges(cidr)?.first;
}

function afterLastOf(cidr: string): string | undefined {
  return edges(cidr)?.after;
}

interface Edges {
  readonly first: string;
  readonly after?: string;
}

const LIMIT = 10_000;
const known = new Map<string, Edges | undefined>();

/** The same blocks stand in every policy of a mesh. */
function edges(cidr: string): Edges | undefined {
  if (!known.has(cidr)) {
    if (known.size >= LIMIT) known.clear();
    known.set(cidr, edgesOf(cidr));
  }
  return known.get(cidr);
}

function edgesOf(cidr: string): Edges | undefined {
  if (ipaddr.isValid(cidr)) return { first: cidr };
  if (!ipaddr.isValidCIDR(cidr)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(cidr);
  const bytes = address.toByteArray();
  const network = bytes.map((byte, i) => byte & (0xff << Math.max(0, 8 - Math.max(0, bits - 8 * i))) & 0xff);
  const first = ipaddr.fromByteArray(network).toString();
  const after = carry(network, bits);
  return after === undefined ? { first } : { first, after };
}

/** The first address beyond the prefix; undefined: the prefix reaches the end of the address space. */
function carry(network: readonly number[], bits: number): string | undefined {
  if (bits === 0) return undefined;
  const next = [...network];
  let i = Math.floor((bits - 1) / 8);
  next[i] += 1 << (7 - ((bits - 1) % 8));
  for (; next[i] > 0xff; i--) {
    if (i === 0) return undefined;
    next[i] -= 0x100;
    next[i - 1] += 1;
  }
  return ipaddr.fromByteArray(next).toString();
}

/** Addresses to try. INVARIANT: of every interval of addresses that nothing tells apart, one is among them. */
export interface Addresses {
  /** Of a pod, outside every block if that is possible. */
  readonly pod: string;
  /** For who has an identity: what NetworkPolicy says of addresses outside the cluster does not tell pods apart. */
  readonly identified: readonly string[];
  readonly plaintext: readonly string[];
  /** Where declared pods may be, as proxies' policies tell addresses apart. */
  readonly ofPods: readonly string[];
  /** The same of those who may be anywhere. */
  readonly anywhere: readonly string[];
}

/** Where pods mostly have their addresses. */
const USUAL = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fd00::/8'];
/** As long as nobody says where, they may have any other, public ones among them, but of these blocks. */
const NO_PODS = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::/127', 'fe80::/10', 'ff00::/8'];

/** `blocks` of `declared` callers, of proxies' policies (`sources`) and of NetworkPolicies (`peers`). */
export function addressesApart(podCidrs: readonly string[], blocks: Readonly<Record<'declared' | 'sources' | 'peers', readonly IpBlock[]>>): Addresses {
  const bySource = [...blocks.declared, ...blocks.sources];
  const all = [...bySource, ...blocks.peers];
  const cut = (some: readonly IpBlock[]): readonly string[] => [...new Set(some.flatMap(addressesOf))];
  const ranges = podCidrs.length > 0 ? podCidrs : USUAL;
  const isOneOf = (ip: string, cidrs: readonly string[]): boolean => cidrs.some((cidr) => inBlock(ip, cidr));
  const mayBePod = (ip: string): boolean => (podCidrs.length > 0 ? isOneOf(ip, podCidrs) : !isOneOf(ip, NO_PODS));
  const anywhere = cut(blocks.sources);
  const apart = blocks.sources.length === 0 ? [] : [...new Set([...ranges.flatMap((r) => firstOf(r) ?? []), ...anywhere])];
  return {
    pod: freshAddress(podCidrs, all.flatMap(({ cidr, except = [] }) => [cidr, ...except])),
    identified: cut(bySource),
    plaintext: cut(all),
    ofPods: apart.filter(mayBePod),
    anywhere,
  };
}

const CANDIDATES = ['10.255.255.10', '172.31.255.10', '192.168.255.10', '100.127.255.10', '203.0.113.10', 'fd00:ffff::10'];

/** A pod address outside every block given, so that no rule by address decides; of the pods' own ranges where they are known. */
export function freshAddress(podCidrs: readonly string[], blocks: readonly string[]): string {
  const own = podCidrs.flatMap((c) => [afterFirst(c), firstOf(c)].flatMap((a) => a ?? []));
  const candidates = own.length > 0 ? own : CANDIDATES;
  return candidates.find((a) => !blocks.some((b) => inBlock(a, b))) ?? candidates[0];
}

function afterFirst(cidr: string): string | undefined {
  const first = firstOf(cidr);
  if (first === undefined) return undefined;
  const bytes = ipaddr.parse(first).toByteArray();
  bytes[bytes.length - 1] |= 10;
  const address = ipaddr.fromByteArray(bytes).toString();
  return inBlock(address, cidr) ? address : undefined;
}
