import type { AuthorizationPolicy, Condition, Operation, Source } from '../../src/manifest';

/** Values that make a rule match, and values taken from it that do not have to. Wildcards are filled in. */
export interface Example {
  readonly identities: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  readonly hosts: readonly string[];
  readonly headers: readonly (readonly [string, string])[];
}

/** `*` in front, behind, or alone; the operators of path templates. */
export function fill(pattern: string): string[] {
  if (pattern.includes('{')) return [pattern.replaceAll('{*}', 'one').replaceAll('{**}', 'two/three'), pattern.replaceAll('{*}', 'a.b').replaceAll('{**}', '')];
  if (pattern === '*') return ['any'];
  if (pattern.startsWith('*')) return [`x${pattern.slice(1)}`, pattern.slice(1)];
  if (pattern.endsWith('*')) return [`${pattern.slice(0, -1)}x`, pattern.slice(0, -1)];
  return [pattern];
}

/** One example for each source and operation of each rule. */
export function examplesOf(policy: AuthorizationPolicy, trustDomain: string): Example[] {
  const namespace = policy.metadata.namespace ?? 'default';
  return (policy.spec.rules ?? []).flatMap((rule) => {
    const sources: Source[] = rule.from?.map((f) => f.source) ?? [{}];
    const operations: Operation[] = rule.to?.map((t) => t.operation) ?? [{}];
    const when = rule.when ?? [];
    return sources.flatMap((s) => operations.map((o): Example => ({
      identities: [...identitiesOf(s, trustDomain, namespace), ...when.flatMap((c) => identitiesOfCondition(c, trustDomain, namespace))],
      addresses: [...s.ipBlocks ?? [], ...s.notIpBlocks ?? [], ...values(when, 'source.ip')].map(addressIn),
      ports: [...o.ports ?? [], ...o.notPorts ?? [], ...values(when, 'destination.port')].map(Number),
      methods: [...o.methods ?? [], ...o.notMethods ?? []].flatMap(fill),
      paths: [...o.paths ?? [], ...o.notPaths ?? []].flatMap(fill),
      hosts: [...o.hosts ?? [], ...o.notHosts ?? []].flatMap(fill).map((h) => (h.endsWith(':') ? `${h}80` : h)),
      headers: when.flatMap(headersOf),
    })));
  });
}

/** The first host of a block: its network address cannot be a peer's. */
function addressIn(block: string): string {
  const [base, bits] = block.split('/');
  if (bits === '0') return '192.0.2.1';
  return bits === undefined || bits === '32' ? base : base.replace(/\d+$/, (last) => String(Number(last) + 1));
}

function values(when: readonly Condition[], key: string): string[] {
  return when.filter((c) => c.key === key).flatMap((c) => [...c.values ?? [], ...c.notValues ?? []]);
}

function headersOf({ key, values, notValues }: Condition): (readonly [string, string])[] {
  const name = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  return name === undefined ? [] : [...values ?? [], ...notValues ?? []].flatMap(fill).map((v) => [name, v] as const);
}

function identitiesOf(s: Source, trustDomain: string, own: string): string[] {
  const account = (v: string) => (v.includes('/') ? v.replace('/', '/sa/') : `${own}/sa/${v}`);
  return [
    ...[...s.principals ?? [], ...s.notPrincipals ?? []].flatMap((p) => principals(p, trustDomain)),
    ...[...s.namespaces ?? [], ...s.notNamespaces ?? []].flatMap(fill).map((n) => `${trustDomain}/ns/${n}/sa/caller`),
    ...[...s.serviceAccounts ?? [], ...s.notServiceAccounts ?? []].map((a) => `${trustDomain}/ns/${account(a)}`),
  ];
}

function identitiesOfCondition(c: Condition, trustDomain: string, own: string): string[] {
  const all = [...c.values ?? [], ...c.notValues ?? []];
  switch (c.key) {
    case 'source.principal': return identitiesOf({ principals: all }, trustDomain, own);
    case 'source.namespace': return identitiesOf({ namespaces: all }, trustDomain, own);
    case 'source.serviceAccount': return identitiesOf({ serviceAccounts: all }, trustDomain, own);
    default: return [];
  }
}

/** Whole SPIFFE ids that a pattern is about; one that is no SPIFFE id cannot be on a certificate. */
function principals(pattern: string, trustDomain: string): string[] {
  const candidates = [...fill(pattern), pattern.replace(/^\*\/?/, `${trustDomain}/ns/filled/`), pattern.replace(/\*$/, '/sa/filled'), pattern.replace(/\*$/, 'filled')];
  return candidates.map((c) => c.replaceAll('//', '/')).filter((c) => /^[^/*]+\/ns\/[^/*]+\/sa\/[^/*]+$/.test(c));
}
