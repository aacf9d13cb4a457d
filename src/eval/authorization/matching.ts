import { and, type Approximation, doubt, EVERY, exact, NONE, or, UNDECIDED, without } from '../approximation';
import { normalizePath } from '../matcher/normalize';
import { ANY_BYTES, ANY_HTTP, EVERYTHING, NOTHING, type RequestSet, union } from '../request-set';
import { some, type Tri } from '../tri';
import type { Caller, HttpRequest, RuleRef } from '../types';
import type { Connection } from './condition';
import { type CompiledPolicy, type CompiledRule, ruleHolds, type RuleRequests, ruleRequests } from './rule';
import { connectionAt, type Site, universe } from './site';

/** The request as policies see it: its path normalized, without query. What cannot be normalized has been refused before. */
export function seenByPolicies(site: Site, http: HttpRequest | undefined): HttpRequest | undefined {
  if (http === undefined) return undefined;
  return { ...http, path: normalizePath(http.path, site.world.settings.pathNormalization) ?? http.path };
}

export interface RuleMatch {
  readonly rule: CompiledRule;
  readonly holds: Tri;
}

/** Every rule of the policies on one request; `http` undefined: bytes on a TCP chain. */
export function matchRules(policies: readonly CompiledPolicy[], c: Connection, http: HttpRequest | undefined): readonly RuleMatch[] {
  return policies.flatMap((p) => (http === undefined ? p.tcpRules : p.rules)).map((rule) => ({ rule, holds: ruleHolds(rule, c, http) }));
}

/** What some rule of the policies matches. */
export interface Matched {
  readonly matched: Approximation;
  /** What no rule matches, of everything that the port carries. */
  unmatched(): Approximation;
  readonly because: readonly RuleRef[];
}

/**
 * All requests at once. Callers for whom the same rules come into question share one result: most of them are told apart by identity
 * alone, so that the algebra runs once per group and not once per caller.
 */
export function matchSets(site: Site, policies: readonly CompiledPolicy[]): (caller: Caller) => Matched {
  const http = site.protocol === 'tcp' ? [] : policies.flatMap((p) => p.rules).map((rule) => ({ rule, requests: ruleRequests(rule) }));
  const httpFor = byIdentity(http, (h) => h.rule);
  const tcpFor = byIdentity(site.protocol === 'http' ? [] : policies.flatMap((p) => p.tcpRules), (rule) => rule);
  const shared = new Map<string, Matched>();
  return (caller) => {
    const c = connectionAt(site, caller);
    const parts: Part[] = [];
    for (const { rule, requests } of httpFor(c.principal)) {
      const byCaller = requests.byCaller(c);
      if (byCaller !== NONE) parts.push({ rule, requests, byCaller });
    }
    const bytes = tcpFor(c.principal).map((rule) => ({ rule, holds: ruleHolds(rule, c, undefined) })).filter((m) => m.holds !== 'no');
    const key = signature(parts, bytes);
    const known = key === undefined ? undefined : shared.get(key);
    if (known !== undefined) return known;
    const result = combine(site, c, parts, bytes);
    if (key !== undefined) shared.set(key, result);
    return result;
  };
}

/** A callee with a thousand callers has a rule for each: those that name other identities only need not be tried. Order is kept. */
function byIdentity<T>(items: readonly T[], ruleOf: (item: T) => CompiledRule): (principal: string | undefined) => readonly T[] {
  const named = new Map<string, T[]>();
  const others: T[] = [];
  for (const item of items) {
    const identities = identitiesOf(ruleOf(item));
    if (identities === undefined) others.push(item);
    for (const identity of identities ?? []) {
      const same = named.get(identity);
      if (same === undefined) named.set(identity, [item]);
      else same.push(item);
    }
  }
  const position = new Map(items.map((item, i) => [item, i]));
  return (principal) => {
    const found = principal === undefined ? undefined : named.get(principal);
    if (found === undefined) return others;
    return others.length === 0 ? found : [...found, ...others].sort((a, b) => position.get(a)! - position.get(b)!);
  };
}

/** Undefined: it may hold for others than a list of identities. */
function identitiesOf({ from }: CompiledRule): ReadonlySet<string> | undefined {
  const lists = from.map((alternative) => alternative.find((condition) => condition.only !== undefined)?.only);
  return lists.length === 0 || lists.includes(undefined) ? undefined : new Set(lists.flatMap((l) => l ?? []));
}

interface Part {
  readonly rule: CompiledRule;
  readonly requests: RuleRequests;
  readonly byCaller: Approximation;
}

const numbers = new WeakMap<CompiledRule, number>();
let last = 0;

function numberOf(rule: CompiledRule): number {
  let number = numbers.get(rule);
  if (number === undefined) numbers.set(rule, number = ++last);
  return number;
}

/** Undefined: some part is a set of its own for this caller. */
function signature(parts: readonly Part[], bytes: readonly RuleMatch[]): string | undefined {
  if (parts.some((p) => p.byCaller !== EVERY && p.byCaller !== UNDECIDED)) return undefined;
  const http = parts.map((p) => `${numberOf(p.rule)}${p.byCaller === EVERY ? '' : '?'}`);
  return `${http.join()}/${bytes.map((m) => `${numberOf(m.rule)}${m.holds === 'yes' ? '' : '?'}`).join()}`;
}

function combine(site: Site, c: Connection, parts: readonly Part[], bytes: readonly RuleMatch[]): Matched {
  const requests = parts.map((p) => ({ rule: p.rule, set: and([p.byCaller, p.requests.byRequest(c)]) })).filter((p) => p.set !== NONE);
  const matched = ofPort(site, or(requests.map((p) => p.set)), some(bytes.map((m) => m.holds)));
  return {
    matched,
    unmatched: () => without(universe(site), matched),
    because: [...new Set([...requests.map((p) => p.rule.ref), ...bytes.map((m) => m.rule.ref)])],
  };
}

function ofPort(site: Site, http: Approximation, bytes: Tri): Approximation {
  if (site.protocol === 'http') return http;
  const others = site.protocol === 'tcp' ? EVERYTHING : ANY_BYTES;
  const must = bytes === 'yes' ? others : NOTHING;
  const may = bytes === 'no' ? NOTHING : others;
  if (site.protocol === 'tcp') return must === may ? exact(must) : { must, may };
  const all = join(http.must, must);
  return http.must === http.may && must === may ? exact(all) : { must: all, may: join(http.may, may) };
}

function join(http: RequestSet, bytes: RequestSet): RequestSet {
  if (bytes === NOTHING) return http;
  return http === ANY_HTTP && bytes === ANY_BYTES ? EVERYTHING : union(http, bytes);
}

/** The sets of a layer that allows `a`. */
export function allowing(a: Approximation): { readonly allow: RequestSet; readonly maybe: RequestSet } {
  return { allow: a.must, maybe: doubt(a) };
}
