import type { Condition, Connection } from '../../eval/authorization/condition';
import { CompiledPolicy, type CompiledRule } from '../../eval/authorization/rule';
import { namespaceOfObject, type From } from '../../eval/cluster/policies';
import { portProtocolAt } from '../../eval';
import type { HttpRequest, Layer, RuleRef } from '../../eval/types';
import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { Asked } from './asked';
import { alternatives, type Clause } from './clauses';
import { possibleAddresses } from './addresses';
import { hopsOf } from './hops';
import { EVERY_ADDRESS, inBoth, rangeOf, type Ranges, together, without } from './ranges';

/** What a rule of an AuthorizationPolicy, or each of a policy, asks for that is not known: as far as this caller and request go. */
export function authorizationClauses(asked: Asked, layer: Layer, { source, path }: RuleRef): readonly Clause[] {
  const policy = source as From<AuthorizationPolicy>;
  const { action = 'ALLOW', provider } = policy.object.spec;
  const own = [action, ...(provider === undefined ? [] : [`provider ${provider.name}`])];
  const rules = compiledRules(asked, policy, isBytes(asked)).filter(({ ref }) => path === '' || ref.path === path);
  const clauses = rules.flatMap((rule) => ruleClauses(asked, layer, rule, namespaceOfObject(policy)));
  // Without a rule it still counts.
  const all = path === '' ? [{ facts: ['none'], within: {} }, ...clauses] : clauses;
  return all.map(({ facts, within }) => ({ facts: [...own, ...facts], within }));
}

const compiled = new WeakMap<From<AuthorizationPolicy>, CompiledPolicy>();

export function compiledRules({ world }: Pick<Asked, 'world'>, policy: From<AuthorizationPolicy>, asBytes = false): readonly CompiledRule[] {
  let known = compiled.get(policy);
  if (known === undefined) compiled.set(policy, known = new CompiledPolicy(policy, world.trustDomains));
  return (asBytes ? known.tcpRules : known.rules).all;
}

function isBytes({ world, prepared: { destination, waypoint }, request, gateway }: Asked): boolean {
  if (gateway !== undefined) return request.http === undefined || !gateway.isHttp;
  return request.http === undefined || (waypoint?.protocol ?? portProtocolAt(world, destination)) === 'tcp';
}

/** As its proxy may see it: what nobody here can say of it is left open. */
export function connectionOf({ world, prepared, caller }: Pick<Asked, 'world' | 'prepared' | 'caller'>): Connection {
  const { destination, waypoint } = prepared;
  const peer = world.ambient || waypoint !== undefined ? 'unknown' as const : undefined;
  return { world, destination, caller, tokens: [], peer, ...(caller.principal === undefined ? {} : { principal: caller.principal }) };
}

function ruleClauses(asked: Asked, layer: Layer, { from, terms: { to, when } }: CompiledRule, namespace: string): readonly Clause[] {
  const http = isBytes(asked) ? undefined : asked.request.http;
  const each = (list: CompiledRule['from']): CompiledRule['from'] => (list.length === 0 ? [[]] : list);
  return hopsOf(asked, layer).flatMap(({ caller }) => {
    const seen = { ...asked, caller };
    const connection = connectionOf(seen);
    const holdsFor = (c: Condition): string => holds(c, connection, http, asked.gateway?.asksCertificate === true);
    return each(from).flatMap((a) => each(to).flatMap((b) => clausesOf([...a, ...b, ...when], holdsFor, namespace, seen)))
      .map(({ facts, within }) => ({ facts: [`from ${caller.name}`, ...facts], within }));
  });
}

const IDENTITIES = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains'];
const ADDRESSES = ['ipBlocks', 'remoteIpBlocks', 'destination.ip'];
const SAME: Readonly<Record<string, string>> = {
  'source.principal': 'principals', 'source.namespace': 'namespaces', 'source.serviceAccount': 'serviceAccounts', 'source.trustDomain': 'trustDomains',
  'source.ip': 'ipBlocks', 'remote.ip': 'remoteIpBlocks', 'destination.port': 'ports', 'request.auth.principal': 'requestPrincipals',
};

/** `notNamespaces` and `source.namespace not` are one. */
function nameOf({ field }: Pick<Condition, 'field'>): { readonly name: string; readonly isNegated: boolean } {
  const not = /^not([A-Z].*)$/.exec(field)?.[1] ?? undefined;
  const name = not === undefined ? field.replace(/ not$/, '') : `${not[0].toLowerCase()}${not.slice(1)}`;
  return { name: SAME[name] ?? name, isNegated: not !== undefined || field.endsWith(' not') };
}

/** Of its own proxy, by which what comes out of a tunnel may be seen. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** What tokens may do to a request is not asked here. */
function holds(condition: Condition, connection: Connection, http: HttpRequest | undefined, isAnybody: boolean): ReturnType<Condition['bytes']> {
  const { name } = nameOf(condition);
  if (isAnybody && IDENTITIES.includes(name)) return 'unknown';
  // A client may write whatever address it likes into a header.
  if (name === 'remoteIpBlocks' && http !== undefined) return 'unknown';
  const isPlain = condition.demand !== undefined || IDENTITIES.includes(name) || ADDRESSES.includes(name) || name === 'ports';
  if (!isPlain) return 'unknown';
  return http === undefined ? condition.bytes(connection) : condition.request(connection, http);
}

function clausesOf(
  conditions: readonly Condition[], holdsFor: (condition: Condition) => string, namespace: string, { world, caller }: Asked,
): readonly Clause[] {
  const truths = conditions.map(holdsFor);
  if (truths.includes('no')) return [];
  const open = conditions.filter((_, i) => truths[i] === 'unknown');
  const within: Record<string, Ranges> = {};
  const lists: (readonly string[])[] = [];
  for (const condition of open) {
    const { name, isNegated } = nameOf(condition);
    const ranges = ADDRESSES.includes(name) ? condition.values.map(rangeOf) : [undefined];
    if (ranges.every((r) => r !== undefined)) {
      const said = name === 'ipBlocks' ? inBoth(together(...ranges), possibleAddresses(world, caller, LOOPBACK)) : together(...ranges);
      within[name] = isNegated ? without(within[name] ?? EVERY_ADDRESS, said) : inBoth(within[name] ?? EVERY_ADDRESS, said);
      continue;
    }
    const facts = condition.values.map((value) => factOf(name, value, namespace, world.settings.trustDomain));
    lists.push(...(isNegated ? facts.map((fact) => [`not ${fact}`]) : [facts]));
  }
  return alternatives(lists).map((facts) => ({ facts, within }));
}

function factOf(name: string, value: string, namespace: string, trustDomain: string): string {
  if (name !== 'serviceAccounts') return `${name} ${value}`;
  const [of, account] = value.includes('/') ? value.split('/') : [namespace, value];
  return `principals ${trustDomain}/ns/${of}/sa/${account}`;
}
