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
  const tcp = site.protocol === 'http' ? [] : policies.flatMap((p) => p.tcpRules);
  const shared = new Map<string, Matched>();
  return (caller) => {
    const c = connectionAt(site, caller);
    const parts: Part[] = [];
    for (const { rule, requests } of http) {
      const byCaller = requests.byCaller(c);
      if (byCaller !== NONE) parts.push({ rule, requests, byCaller });
    }
    const bytes = tcp.map((rule) => ({ rule, holds: ruleHolds(rule, c, undefined) })).filter((m) => m.holds !== 'no');
    const key = signature(parts, bytes);
    const known = key === undefined ? undefined : shared.get(key);
    if (known !== undefined) return known;
    const result = combine(site, c, parts, bytes);
    if (key !== undefined) shared.set(key, result);
    return result;
  };
}

interface Part {
  readonly rule: CompiledRule;
  readonly requests: RuleRequests;
  readonly byCaller: Approximation;
}

/** Undefined: some part is a set of its own for this caller. */
function signature(parts: readonly Part[], bytes: readonly RuleMatch[]): string | undefined {
  if (parts.some((p) => p.byCaller !== EVERY && p.byCaller !== UNDECIDED)) return undefined;
  const text = ({ rule }: { readonly rule: CompiledRule }): string => `${rule.ref.object} ${rule.ref.path}`;
  return [...parts.map((p) => `${text(p)} ${p.byCaller === EVERY}`), '', ...bytes.map((m) => `${text(m)} ${m.holds}`)].join('\n');
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
