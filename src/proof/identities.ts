import { matchesNamespace, matchesPrincipal, matchesServiceAccount, matchesTrustDomain } from '../eval/matcher/identity';
import type { Source } from '../manifest/kinds';
import { FRESH, UNNAMED } from './minimal';

/** The parts of `trust.domain/ns/namespace/sa/account` that somebody chooses. */
const PARTS = { trustDomain: 0, namespace: 2, account: 4 } as const;
type Part = keyof typeof PARTS;

/** What patterns say of one part: the whole of it, or how it begins or ends. */
class Names {
  private readonly whole = new Set<string>();
  private readonly starts = new Set<string>();
  private readonly ends = new Set<string>();
  private readonly middles = new Set<string>();

  add(name: string): void {
    if (name !== '') this.whole.add(name);
  }

  addStart(start: string): void {
    if (start !== '') this.starts.add(start);
  }

  addEnd(end: string): void {
    if (end !== '') this.ends.add(end);
  }

  /** Stars anywhere; each is filled. */
  addGlob(glob: string): void {
    if (!glob.includes('*')) return this.add(glob);
    const [first, last] = [glob.indexOf('*'), glob.lastIndexOf('*')];
    const middle = glob.slice(first, last).split('*').filter((piece) => piece !== '').join(UNNAMED);
    if (middle !== '') this.middles.add(middle);
    this.addStart(glob.slice(0, first));
    this.addEnd(glob.slice(last + 1));
    return undefined;
  }

  /**
   * INVARIANT: of the names of each set of patterns that a name can match, one that as few others as possible match is among them, and before
   * those that more do. What fills a star no pattern names, so that only a pattern which matches all that begins and ends so matches it.
   */
  all(fresh: readonly string[]): readonly string[] {
    const [starts, ends] = [['', ...this.starts], ['', ...this.ends]];
    const filled = starts.flatMap((start) => ends.flatMap((end) => this.fillings().map((filling) => `${start}${filling}${end}`))).filter((name) => name !== UNNAMED);
    const closed = starts.flatMap((start) => ends.flatMap((end) => sideBySide(start, end)));
    return [...new Set([...fresh, ...filled, ...closed, ...this.whole])].filter((name) => name !== '');
  }

  /** No fewer than there are. */
  get count(): number {
    const pairs = (this.starts.size + 1) * (this.ends.size + 1);
    return 2 + this.whole.size + pairs * 2 ** this.middles.size + (this.starts.size === 0 || this.ends.size === 0 ? pairs : 2 * pairs);
  }

  /** What may stand between a start and an end, with each set of what patterns ask for in between. */
  private fillings(): readonly string[] {
    let all: readonly string[] = [UNNAMED];
    for (const middle of this.middles) all = all.flatMap((filling) => [filling, `${filling}${middle}${UNNAMED}`]);
    return all;
  }
}

/** What begins with the one and ends with the other and has nothing in between: side by side, or one over the other. */
function sideBySide(start: string, end: string): readonly string[] {
  const shared = [...Array(Math.min(start.length, end.length) + 1).keys()].filter((n) => start.endsWith(end.slice(0, n)));
  return shared.map((n) => `${start}${end.slice(n)}`);
}

/** As policies write them; stars in principals at one end, in the others anywhere. */
export type IdentityFields = Pick<Source, 'principals' | 'namespaces' | 'serviceAccounts' | 'trustDomains'>;

/** Of a source what it says of identities, in either form. */
export function identityFieldsOf(s: Source, policyNamespace: string): IdentityFields {
  const values = (...lists: readonly (readonly string[] | undefined)[]): readonly string[] => lists.flatMap((l) => l ?? []);
  return {
    principals: values(s.principals, s.notPrincipals),
    namespaces: values(s.namespaces, s.notNamespaces),
    serviceAccounts: values(s.serviceAccounts, s.notServiceAccounts).map((a) => (a.includes('/') ? a : `${policyNamespace}/${a}`)),
    trustDomains: values(s.trustDomains, s.notTrustDomains),
  };
}

/** Everything that any of them says. */
export function joined(all: readonly IdentityFields[]): IdentityFields {
  const of = (field: keyof IdentityFields): readonly string[] => [...new Set(all.flatMap((fields) => fields[field] ?? []))].sort();
  return { principals: of('principals'), namespaces: of('namespaces'), serviceAccounts: of('serviceAccounts'), trustDomains: of('trustDomains') };
}

export interface IdentityExample {
  /** By what matches it: `identities cluster.local/* of namespace other`. */
  readonly name: string;
  readonly principal: string;
  readonly namespace: string;
}

/** Are there identities that some of the fields mean together and none of them alone? */
export function meanTogether(fields: IdentityFields): boolean {
  const kinds = Object.values(fields).filter((values: readonly string[]) => values.length > 0);
  return kinds.length > 1 || (kinds.flat().length > 1 && kinds.flat().some((value) => value.includes('*')));
}

/** Where identities are looked for. */
export interface IdentityRealm {
  /** Of a service account that is given without one. */
  readonly policyNamespace: string;
  readonly trustDomain: string;
  /** Each apart from the others; left out: only as patterns tell them apart. */
  readonly namespaces?: readonly string[];
}

/**
 * One identity for each set of these values that an identity can match at once: fields of a source are ANDed, so that nobody may be meant by
 * one of them alone. Exact principals are whole, and nothing is to be found between them and others.
 */
export function identitiesBetween(
  fields: IdentityFields, { policyNamespace, trustDomain, namespaces = [] }: IdentityRealm,
): readonly IdentityExample[] {
  const patterns = (fields.principals ?? []).filter((p) => p.includes('*') && p !== '*');
  const names: Readonly<Record<Part, Names>> = { trustDomain: new Names(), namespace: new Names(), account: new Names() };
  for (const pattern of patterns) addPrincipal(names, pattern);
  for (const namespace of [...namespaces, ...fields.namespaces ?? []]) names.namespace.addGlob(namespace);
  for (const domain of fields.trustDomains ?? []) names.trustDomain.addGlob(domain);
  for (const account of fields.serviceAccounts ?? []) {
    const [namespace, name] = account.includes('/') ? account.split('/') : [policyNamespace, account];
    names.namespace.add(namespace);
    names.account.add(name);
  }
  const tests = testsOf({ ...fields, principals: patterns }, policyNamespace, trustDomain);
  const product = names.trustDomain.count * names.namespace.count * names.account.count;
  if (product * tests.length > LIMIT) throw new Error(tooMany(tests.map(({ value }) => value)));
  const [domains, places, accounts] = [
    names.trustDomain.all([trustDomain, FRESH.trustDomain]), names.namespace.all([FRESH.namespace]), names.account.all([FRESH.serviceAccount]),
  ];
  const found = new Map<string, IdentityExample>();
  for (const domain of domains) {
    for (const namespace of places) {
      for (const account of accounts) {
        const principal = `${domain}/ns/${namespace}/sa/${account}`;
        const matched = tests.filter(({ holds }) => holds(principal));
        if (matched.length === 0) continue;
        const where = namespaces.includes(namespace) ? namespace : undefined;
        const name = nameOf(matched, where, domain !== trustDomain);
        if (!found.has(name)) found.set(name, { name, principal, namespace });
      }
    }
  }
  return [...found.values()];
}

/** Comparisons of an identity with a value: some seconds. Beyond, nothing is decided rather than a part of it. */
const LIMIT = 200_000_000;

export function tooMany(values: readonly string[]): string {
  const quoted = values.map((value) => `\`${value}\``);
  const shown = quoted.length <= 4 ? quoted : [...quoted.slice(0, 4), `${quoted.length - 4} more`];
  return `AuthorizationPolicies tell identities apart by more values together than can be decided: ${shown.join(', ')}; name identities without \`*\`, or in fewer policies`;
}

function addPrincipal(names: Readonly<Record<Part, Names>>, pattern: string): void {
  const isSuffix = pattern.startsWith('*');
  const parts = isSuffix ? pattern.slice(1).split('/') : pattern.slice(0, -1).split('/');
  const first = isSuffix ? 5 - parts.length : 0;
  for (const [part, at] of Object.entries(PARTS) as [Part, number][]) {
    const i = at - first;
    if (i < 0 || i >= parts.length) continue;
    if (isSuffix && i === 0) names[part].addEnd(parts[i]);
    else if (!isSuffix && i === parts.length - 1) names[part].addStart(parts[i]);
    else names[part].add(parts[i]);
  }
}

interface Test {
  /** Of what kind it is, where it is no pattern of the whole: `namespace`. */
  readonly of?: string;
  readonly value: string;
  holds(principal: string): boolean;
}

function nameOf(matched: readonly Test[], namespace: string | undefined, isForeign: boolean): string {
  const whole = matched.filter((t) => t.of === undefined).map((t) => t.value).sort();
  const parts = matched.filter((t) => t.of !== undefined).map((t) => `${t.of} ${t.value}`).sort();
  const isSaid = namespace === undefined || parts.includes(`namespace ${namespace}`) || whole.some((p) => p.includes(`/ns/${namespace}/`));
  const own = [
    ...parts, ...(isSaid ? [] : [`namespace ${namespace}`]), ...(isForeign && !matched.some((t) => t.of === 'trust domain') ? ['any other trust domain'] : []),
  ];
  return ['identities', ...(whole.length === 0 ? [] : [whole.join(' and ')]), ...own.map((part) => `of ${part}`)].join(' ');
}

function testsOf(
  { principals = [], namespaces = [], serviceAccounts = [], trustDomains = [] }: IdentityFields, own: string, trustDomain: string,
): readonly Test[] {
  return [
    ...principals.map((p): Test => ({ value: p, holds: (id) => matchesPrincipal([p], id) })),
    ...serviceAccounts.map((a): Test => ({ of: 'service account', value: a, holds: (id) => matchesServiceAccount([a], own, id) })),
    ...namespaces.map((n): Test => ({ of: 'namespace', value: n, holds: (id) => matchesNamespace([n], id) })),
    ...trustDomains.map((t): Test => ({ of: 'trust domain', value: t, holds: (id) => matchesTrustDomain([t], [trustDomain], id) })),
  ];
}
