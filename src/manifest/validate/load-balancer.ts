import type { Findings } from '../schema/finding';
import { show } from '../schema/show';

export type Cookie = {
  readonly name: string;
  readonly path?: string;
  readonly ttl?: string;
  readonly attributes?: readonly { readonly name: string; readonly value?: string }[];
};

export type ConsistentHash = {
  readonly httpHeaderName?: string;
  readonly httpCookie?: Cookie;
  readonly useSourceIp?: boolean;
  readonly httpQueryParameterName?: string;
  readonly ringHash?: { readonly minimumRingSize?: number };
  readonly maglev?: { readonly tableSize?: number };
  readonly minimumRingSize?: number;
};

export type Failover = { readonly from?: string; readonly to?: string };
export type Distribute = { readonly from?: string; readonly to?: Readonly<Record<string, number>> };
export type Localities = {
  readonly enabled?: boolean;
  readonly distribute?: readonly Distribute[];
  readonly failover?: readonly Failover[];
  readonly failoverPriority?: readonly string[];
};
export type ZoneAware = {
  readonly enabled?: boolean;
  readonly failover?: readonly Failover[];
  readonly failoverPriority?: readonly string[];
  readonly minClusterSize?: number;
};
export type Warmup = { readonly duration: string; readonly minimumPercent?: number; readonly aggression?: number };

export type LoadBalancer = {
  readonly simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
  readonly consistentHash?: ConsistentHash;
  readonly localityLbSetting?: Localities;
  readonly zoneAwareLbSetting?: ZoneAware;
  readonly warmup?: Warmup;
  readonly warmupDurationSecs?: string;
};

function onlyOne<T extends object>(value: T, keys: readonly (keyof T & string)[], findings: Findings): void {
  const set = keys.filter((key) => value[key] !== undefined);
  if (set.length > 1) findings.add('conflict', `only one of ${set.map((key) => `\`${key}\``).join(' and ')} can be set`);
}

export function loadBalancer(value: LoadBalancer, findings: Findings): void {
  onlyOne(value, ['simple', 'consistentHash'], findings);
  onlyOne(value, ['localityLbSetting', 'zoneAwareLbSetting'], findings);
}

/** Envoy's limit on the Maglev table; it must be a prime, too. */
const LARGEST_TABLE = 5_000_010;

export function consistentHash(value: ConsistentHash, findings: Findings): void {
  onlyOne(value, ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'], findings);
  onlyOne(value, ['ringHash', 'maglev'], findings);
  onlyOne(value, ['minimumRingSize', 'ringHash'], findings);
  onlyOne(value, ['minimumRingSize', 'maglev'], findings);
  if (value.maglev === undefined) return;
  const { tableSize = 0 } = value.maglev;
  if (tableSize > LARGEST_TABLE || !isPrime(tableSize)) {
    findings.addAt(['maglev', 'tableSize'], 'bad-value', `must be a prime up to ${LARGEST_TABLE}, got ${show(tableSize)}`, {
      value: tableSize,
    });
  }
}

function isPrime(n: number): boolean {
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return false;
  return n > 0;
}

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

export function localities({ distribute = [], failover = [], failoverPriority = [] }: Localities, findings: Findings): void {
  if (distribute.length > 0 && failover.length > 0) findings.add('conflict', 'only one of `distribute` and `failover` can be set');
  const topology = failoverPriority.find((label) => TOPOLOGY.includes(label));
  if (failover.length > 0 && topology !== undefined) {
    findings.add('conflict', `only one of \`failover\` and the label \`${topology}\` in \`failoverPriority\` can be set`);
  }
  distribute.forEach(({ from = '', to = {} }, i) => {
    const sum = Object.values(to).reduce((total, weight) => total + weight, 0);
    if (sum !== 100) findings.addAt(['distribute', i, 'to'], 'bad-value', `weights must add up to 100, got ${sum}`, { value: sum });
    named(from, ['distribute', i, 'from'], findings);
    for (const name of Object.keys(to)) named(name, ['distribute', i, 'to'], findings);
    // The order of a map is nobody's, and istiod takes a star only from those before it: what is refused in every order is refused here.
    const plain = Object.keys(to).filter((name) => !name.includes('*'));
    overlaps(plain, (name, first) => findings.addAt(['distribute', i, 'to'], 'duplicate-value', `${show(name)} and ${show(first)} overlap`));
  });
  overlaps(distribute.map(({ from = '' }) => from), (from, first, i) => {
    findings.addAt(['distribute', i, 'from'], 'duplicate-value', `${show(from)} and ${show(first)} overlap`);
  });
  failover.forEach(({ from = '', to = '' }, i) => {
    const wrong = from === to ? 'must name two regions' : /[/*]/.test(from + to) ? 'must name regions, without `/` and `*`' : undefined;
    if (wrong !== undefined) findings.addAt(['failover', i], 'bad-value', wrong);
  });
}

function overlaps(localities: readonly string[], report: (locality: string, first: string, index: number) => void): void {
  localities.forEach((locality, i) => {
    const first = localities.slice(0, i).find((earlier) => covers(earlier, locality) || locality === earlier || earlier.startsWith(`${locality}/`));
    if (first !== undefined) report(locality, first, i);
  });
}

/** A region covers its zones, and a star what stands in its place. */
function covers(outer: string, inner: string): boolean {
  return outer === '*' || inner.startsWith(`${outer}/`) || (outer.endsWith('/*') && inner.startsWith(outer.slice(0, -1)));
}

/** `region`, `region/zone` or `region/zone/subzone`, of which the last may be `*`; a subzone may hold further `/`. */
function named(locality: string, path: readonly (string | number)[], findings: Findings): void {
  const [region, zone, ...rest] = locality.split('/');
  const parts = [region, ...(zone === undefined ? [] : [zone]), ...(rest.length === 0 ? [] : [rest.join('/')])];
  const star = locality.indexOf('*');
  const wrong = parts.includes('')
    ? 'has an empty region, zone or subzone'
    : star >= 0 && star < locality.length - 1 ? 'may have one `*`, at its end' : undefined;
  if (wrong !== undefined) findings.addAt(path, 'bad-value', `locality ${show(locality)} ${wrong}`, { value: locality });
}
