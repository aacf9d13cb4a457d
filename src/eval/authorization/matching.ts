import { and, type Approximation, doubt, EVERY, exact, NONE, or, UNDECIDED, without } from '../approximation';
import { normalizePath } from '../matcher/normalize';
import { ANY_BYTES, ANY_HTTP, EVERYTHING, NOTHING, type RequestSet, setKey, union } from '../request-set';
import { some, type Tri } from '../tri';
import type { Caller, HttpRequest, RuleRef } from '../types';
import type { Connection } from './condition';
import { byCaller, byRequest, type CompiledPolicy, type CompiledRule, ruleHolds, type Terms } from './rule';
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
  return policies.flatMap((p) => (http === undefined ? p.tcpRules : p.rules).all).map((rule) => ({ rule, holds: ruleHolds(rule, c, http) }));
}

/** What some rule of the policies matches. */
export interface Matched {
  readonly matched: Approximation;
  /** What no rule matches, of everything that the port carries. */
  unmatched(): Approximation;
  readonly because: readonly RuleRef[];
}

/**
 * All requests at once. Callers for whom rules with the same terms come into question share one result: most rules are told apart by
 * identity alone, so that the algebra runs once per group and not once per caller.
 */
export function matchSets(site: Site, policies: readonly CompiledPolicy[]): (caller: Caller) => Matched {
  // Most are never asked, since nothing stands in them.
  let requests: Map<Terms, Approximation> | undefined;
  let shared: Map<string, Omit<Matched, 'because'>> | undefined;
  return (caller) => {
    requests ??= new Map();
    shared ??= new Map();
    const c = connectionAt(site, caller);
    const parts = site.protocol === 'tcp' ? [] : partsOf(policies, c, requests);
    const bytes = site.protocol === 'http' ? [] : bytesOf(policies, c);
    const key = signature(parts, bytes);
    let sets = key === undefined ? undefined : shared.get(key);
    if (sets === undefined) {
      sets = combine(site, parts, bytes);
      if (key !== undefined) shared.set(key, sets);
    }
    return { matched: sets.matched, unmatched: sets.unmatched, because: refsOf(parts, bytes) };
  };
}

/** A rule that matches some HTTP requests of a caller, or may. */
interface Part {
  readonly rule: CompiledRule;
  readonly caller: Approximation;
  readonly request: Approximation;
}

function partsOf(policies: readonly CompiledPolicy[], c: Connection, requests: Map<Terms, Approximation>): readonly Part[] {
  const parts: Part[] = [];
  for (const policy of policies) {
    for (const rule of policy.rules.about(c.principal)) {
      let request = requests.get(rule.terms);
      if (request === undefined) requests.set(rule.terms, request = byRequest(rule.terms, c));
      const caller = request === NONE ? NONE : byCaller(rule, c);
      if (caller !== NONE) parts.push({ rule, caller, request });
    }
  }
  return parts;
}

function bytesOf(policies: readonly CompiledPolicy[], c: Connection): readonly RuleMatch[] {
  return policies.flatMap((p) => p.tcpRules.about(c.principal)).map((rule) => ({ rule, holds: ruleHolds(rule, c, undefined) })).filter((m) => m.holds !== 'no');
}

function refsOf(parts: readonly Part[], bytes: readonly RuleMatch[]): readonly RuleRef[] {
  return bytes.length === 0 ? parts.map((p) => p.rule.ref) : [...new Set([...parts, ...bytes].map((p) => p.rule.ref))];
}

/** Undefined: some part is a set of its own for this caller. Callers of whom one and the same token is asked have the same. */
function signature(parts: readonly Part[], bytes: readonly RuleMatch[]): string | undefined {
  if (parts.some((p) => p.caller !== UNDECIDED && p.caller.must !== p.caller.may)) return undefined;
  const callers = (caller: Approximation): string => (caller === EVERY ? '' : caller === UNDECIDED ? '?' : `{${setKey(caller.must)}}`);
  return `${parts.map((p) => `${p.rule.terms.id}${callers(p.caller)}`).join()}/${some(bytes.map((m) => m.holds))}`;
}

function combine(site: Site, parts: readonly Part[], bytes: readonly RuleMatch[]): Omit<Matched, 'because'> {
  const matched = ofPort(site, or(parts.map((p) => and([p.caller, p.request]))), some(bytes.map((m) => m.holds)));
  let unmatched: Approximation | undefined;
  return { matched, unmatched: () => (unmatched ??= without(universe(site), matched)) };
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
