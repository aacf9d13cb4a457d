import { anonymousCaller, callerOf, type Caller, type Prepared, type World } from '../eval';
import type { Labels } from '../manifest/kinds';
import { within } from '../eval/matcher/cidr';
import { PROBE_ADDRESSES } from '../eval/ztunnel/around';
import { type IdentityFields, identityFieldsOf, identitiesBetween } from '../proof/identities';
import { blocksOf, type Mentions } from '../proof/mentions';
import { addressesApart, addressesOf, FRESH } from '../proof/minimal';
import { ANY, candidatesFor, mentionsOf, type Candidates } from '../report/enforced/candidates';
import type { WorkloadIndex } from '../report/enforced/workload-index';
import { both, SIDES, unionBy, type Both } from './both';
import type { Concerned, ConcernedAt } from './concerned';
import { ghostOf } from './ghost';
import type { Leavers } from './own-side';
import { accountName, inNameOrder } from './strangers';

/** Somebody, or everybody of a kind, as each side sees them. */
export interface Subject {
  readonly name: string;
  /** Nobody in particular: only the callee's side is asked, since each of them has an own side of its own. */
  readonly crowd: boolean;
  /** The forms it may come in, the same on both sides; it may do what any of them may. */
  readonly forms: readonly Both<Caller>[];
  /** The crowds that it belongs to, with an identity and without, the nearest first; its change has no line where it is that of one of them. */
  readonly of: readonly (readonly string[])[];
  /** `shop/frontend`, of a workload. */
  readonly account?: string;
}

export interface Subjects {
  readonly all: readonly Subject[];
  /** Addresses of pods that some rule tells from the rest of them, with the block to name each by. */
  readonly places: readonly { readonly ip: string; readonly block: string }[];
  /** Where a pod is whose address nothing is said of; left out: nobody asks for addresses. */
  readonly elsewhere?: string;
}

const OUTSIDE = ['203.0.113.10', '198.51.100.10', '192.0.2.10', '8.8.8.8', '2001:db8::10'];

export interface Surroundings {
  readonly worlds: Both<World>;
  readonly indexes: Both<WorkloadIndex>;
  readonly leavers: readonly Leavers[];
  /** Those of them that have moved. */
  readonly moved: readonly Leavers[];
  readonly concernedAt: ConcernedAt;
}

/**
 * Everybody that policies of either side could tell apart at a destination. Where some are concerned, those and everybody as a whole, for which
 * nothing changes there.
 */
export function subjectsAt(surroundings: Surroundings, at: Both<readonly Prepared[]>): Subjects {
  const { worlds, indexes, concernedAt } = surroundings;
  const candidates = SIDES.flatMap((side) => at[side].map((p) => candidatesFor(worlds[side], indexes[side], p.destination.workload, p.waypoint)));
  const mentions = SIDES.flatMap((side) => at[side].map((p) => mentionsOf(worlds[side], p.destination.workload, p.waypoint)));
  const { sources } = blocksOf({ peers: mentions.flatMap((m) => m.peers), sources: mentions.flatMap((m) => m.sources) });
  const podCidrs = SIDES.flatMap((side) => worlds[side].settings.podCidrs ?? []);
  const apart = addressesApart([...new Set(podCidrs)], { declared: [], sources, peers: [] });
  const concerned = concernedAt(both((side) => at[side].map((p) => p.destination)));
  const named = [...somebodies(surroundings, candidates, mentions), ...leaving(surroundings, at, candidates)];
  return {
    all: concerned === 'everybody'
      ? [...crowds(worlds, candidates), ...outsiders(candidates), ...named]
      : [...anybody(worlds), ...named.filter((s) => isAmong(s, concerned))],
    ...(sources.length === 0 ? {} : { elsewhere: apart.pod }),
    places: sources.length === 0 ? [] : apart.identified.map((ip) => ({ ip, block: innermost(ip, sources.map((b) => b.cidr)) ?? 'other addresses' })),
  };
}

function isAmong({ crowd, forms }: Subject, concerned: Exclude<Concerned, 'everybody'>): boolean {
  return concerned !== 'nobody' && !crowd && forms.some((form) => SIDES.some((side) => concerned(form[side])));
}

/** The smallest of the blocks that an address is in. */
export function innermost(ip: string, cidrs: readonly string[]): string | undefined {
  const length = (cidr: string): number => Number(cidr.split('/')[1] ?? 128);
  return cidrs.filter((cidr) => within(ip, cidr)).sort((a, b) => length(b) - length(a))[0];
}

const same = (caller: Caller): Both<Caller> => ({ before: caller, after: caller });

/** What crowds are called, with an identity of their own and without. */
export function crowdNames(namespace: string): Readonly<Record<'identity' | 'plaintext' | 'pod', string>> {
  const of = namespace === ANY ? '' : ` of namespace ${namespace}`;
  return { identity: namespace === ANY ? 'any mesh identity' : `any identity${of}`, plaintext: `any pod${of} in plaintext`, pod: `any pod${of}` };
}

/** Pods of which nothing is known but their namespace and, maybe, labels. */
function crowds(worlds: Both<World>, candidates: readonly Candidates[]): readonly Subject[] {
  const namespaces = [...new Set(candidates.flatMap((c) => [...c.namespaces]))].sort();
  const labelled = new Map(candidates.flatMap((c) => [...c.pods]));
  return [
    ...anybody(worlds),
    ...namespaces.flatMap((namespace) => crowd(worlds, pod(namespace), crowdNames(namespace), crowdNames(ANY))),
    ...[...labelled].flatMap(([name, { namespace, labels }]) => (
      crowd(worlds, pod(namespace, labels), { identity: `${name} with an identity`, plaintext: `${name} in plaintext` }, crowdNames(namespace)))),
  ];
}

function anybody(worlds: Both<World>): readonly Subject[] {
  return crowd(worlds, pod(FRESH.namespace), crowdNames(ANY));
}

type Pod = Caller & { readonly namespace: string };

function pod(namespace: string, labels: Labels = {}): Pod {
  return { name: namespace, namespace, labels, pod: true, many: true };
}

type Names = Pick<ReturnType<typeof crowdNames>, 'identity' | 'plaintext'>;

function crowd(worlds: Both<World>, pod: Pod, names: Names, parent?: Names): readonly Subject[] {
  const any = crowdNames(ANY);
  const of = (kind: keyof Names): Subject['of'] => (parent === undefined ? [] : [[parent[kind], any[kind]]]);
  const identified = (world: World): Caller => (world.settings.mesh
    ? { ...pod, name: names.identity, principal: `${world.settings.trustDomain}/ns/${pod.namespace}/sa/${FRESH.serviceAccount}` }
    : pod);
  return [
    { name: names.plaintext, crowd: true, forms: [same({ ...pod, name: names.plaintext })], of: of('plaintext') },
    { name: names.identity, crowd: true, forms: [both((side) => identified(worlds[side]))], of: of('identity') },
  ];
}

/** Addresses outside the cluster: those that rules name, and the rest of them. */
function outsiders(candidates: readonly Candidates[]): readonly Subject[] {
  // What comes from there is the pod's own node, which nothing keeps out.
  const blocks = candidates.flatMap((c) => c.blocks).filter(({ cidr }) => !PROBE_ADDRESSES.some((probe) => within(cidr, probe)));
  const cidrs = [...new Set(blocks.flatMap(({ cidr, except = [] }) => [cidr, ...except]))];
  const rest = 'any address outside the cluster';
  const elsewhere = OUTSIDE.find((ip) => !cidrs.some((cidr) => within(ip, cidr)));
  const outside = (name: string, ip: string, of: Subject['of']): Subject => ({ name, crowd: true, forms: [same(anonymousCaller(ip))], of });
  const cut = [...new Set(blocks.flatMap(addressesOf))];
  const named = cut.flatMap((ip): readonly Subject[] => {
    const block = innermost(ip, cidrs);
    return block === undefined ? [] : [outside(block, ip, [[rest]])];
  });
  return [...(elsewhere === undefined ? [] : [outside(rest, elsewhere, [])]), ...new Map(named.map((s) => [s.name, s])).values()];
}

/** One that has an identity on one side alone belongs to both kinds. */
function parentsOf({ before, after }: Both<Caller>): Subject['of'] {
  const kinds = new Set([before, after].map(({ principal }) => (principal === undefined ? 'plaintext' : 'identity')));
  const { namespace } = after;
  return [...kinds].map((kind) => [...(namespace === undefined ? [] : [crowdNames(namespace)[kind]]), crowdNames(ANY)[kind]]);
}

type Asked = Pick<Mentions, 'peers' | 'sources'>;

/** Accounts with the workloads that either side has under them, and identities without any. */
function somebodies({ worlds, indexes }: Surroundings, candidates: readonly Candidates[], mentions: readonly Asked[]): readonly Subject[] {
  const identities = new Map<string, readonly Caller[]>();
  for (const c of candidates) for (const [name, forms] of c.identities) identities.set(name, [...identities.get(name) ?? [], ...forms]);
  const names = [...new Set([...candidates.flatMap((c) => [...c.accounts]), ...identities.keys()])].sort();
  const isKnown = (account: string): boolean => SIDES.some((side) => indexes[side].under(account).length > 0);
  return [
    ...names.flatMap((name) => (isKnown(name) ? workloadsUnder(worlds, indexes, name) : absent(name, identities.get(name) ?? []))),
    ...byPattern(worlds, candidates, mentions),
  ];
}

function byPattern(worlds: Both<World>, candidates: readonly Candidates[], mentions: readonly Asked[]): readonly Subject[] {
  const fields = mentions.flatMap((m) => m.sources.map(({ source, policyNamespace }) => identityFieldsOf(source, policyNamespace)));
  const all = (field: keyof IdentityFields): readonly string[] => [...new Set(fields.flatMap((f) => f[field] ?? []))].sort();
  const wild = (values: readonly string[]): readonly string[] => values.filter((v) => v !== '*' && v.includes('*'));
  const patterns: IdentityFields = { principals: wild(all('principals')), namespaces: wild(all('namespaces')), trustDomains: all('trustDomains').filter((d) => d !== '*') };
  if (Object.values(patterns).every((values: readonly string[]) => values.length === 0)) return [];
  const namespaces = [...new Set([...candidates.flatMap((c) => [...c.namespaces]), ...all('namespaces').filter((n) => !n.includes('*'))])].sort();
  const domains = new Set(SIDES.flatMap((side) => (worlds[side].settings.mesh ? [worlds[side].settings.trustDomain] : [])));
  const asked: IdentityFields = { ...patterns, serviceAccounts: (patterns.trustDomains ?? []).length === 0 ? [] : all('serviceAccounts') };
  const examples = [...domains].flatMap((trustDomain) => identitiesBetween(asked, { policyNamespace: '', trustDomain, namespaces }));
  return examples.map(({ name, principal, namespace }): Subject => {
    const caller: Caller = { name, principal, namespace, labels: {}, pod: true, many: true };
    return { name, crowd: true, forms: [same(caller)], of: parentsOf(same(caller)) };
  });
}

function workloadsUnder(worlds: Both<World>, indexes: Both<WorkloadIndex>, account: string): readonly Subject[] {
  const found = unionBy(both((side) => indexes[side].under(account)), (c) => c.workload!.id);
  return [...found].map(([id, callers]) => {
    const one = (callers.before ?? callers.after)!;
    const forms = [both((side) => callers[side] ?? ghostOf(worlds[side], one.workload!))];
    return { name: `pod:${id}`, crowd: false, forms, of: parentsOf(forms[0]), account };
  });
}

function absent(name: string, forms: readonly Caller[]): readonly Subject[] {
  if (forms.length === 0) return [];
  const each = new Map(forms.map((caller) => [JSON.stringify(caller), caller]));
  return [{ name, crowd: false, forms: [...each.values()].map(same), of: parentsOf(same(forms[0])) }];
}

/** Those whose way out is another after; where the callee is another, too, all of them. */
function leaving({ worlds, leavers, moved }: Surroundings, at: Both<readonly Prepared[]>, candidates: readonly Candidates[]): readonly Subject[] {
  const seen = both((side) => JSON.stringify(at[side].map(({ destination: { workload: w, port } }) => [w.labels, w.dataPlane, w.namespace, port])));
  const isOther = at.before.length > 0 && at.after.length > 0 && seen.before !== seen.after;
  const found = isOther ? leavers : moved;
  if (found.length === 0) return [];
  const accounts = new Set(candidates.flatMap((c) => [...c.accounts]));
  return found.flatMap(({ workloads }) => {
    const unmentioned = workloads.filter(({ after: w }) => !accounts.has(`${w.namespace}/${w.serviceAccount}`));
    if (unmentioned.length === 0) return [];
    const forms = [both((side) => callerOf(worlds[side], unmentioned[0][side]))];
    const names = inNameOrder(unmentioned.map(({ after }) => accountName(after)));
    const name = names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
    return [{ name, crowd: false, forms, of: parentsOf(forms[0]) }];
  });
}
