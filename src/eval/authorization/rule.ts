import type { AuthorizationPolicy, Rule } from '../../manifest/kinds';
import { and, type Approximation, NONE, ofTri, or } from '../approximation';
import { namespaceOfObject, type From } from '../cluster/policies';
import { ruleRef } from '../refs';
import { every, some, type Tri } from '../tri';
import type { HttpRequest, RuleRef } from '../types';
import type { Condition, Connection } from './condition';
import { demanded } from './demand';
import { operationConditions } from './operation';
import { type Context, sourceConditions } from './source';
import { whenConditions } from './when';

/** (any of `from`) AND (any of `to`) AND (all of `when`); a section without alternatives holds. */
export interface CompiledRule {
  readonly ref: RuleRef;
  readonly from: readonly (readonly Condition[])[];
  readonly to: readonly (readonly Condition[])[];
  readonly when: readonly Condition[];
}

export interface CompiledPolicy {
  readonly source: From<AuthorizationPolicy>;
  /** For an HTTP chain. */
  readonly rules: readonly CompiledRule[];
  /** For a TCP chain: without what only HTTP has. */
  readonly tcpRules: readonly CompiledRule[];
}

/** INVARIANT: depends on the policy and the mesh alone, so that one result serves every workload it selects. */
export function compilePolicy(source: From<AuthorizationPolicy>, trustDomains: readonly string[]): CompiledPolicy {
  const context: Context = { namespace: namespaceOfObject(source), trustDomains };
  const rules = (source.object.spec.rules ?? []).flatMap((rule, i) => compileRule(rule, ruleRef(source, `spec.rules[${i}]`), context) ?? []);
  const allows = (source.object.spec.action ?? 'ALLOW') === 'ALLOW';
  return { source, rules, tcpRules: rules.flatMap((rule) => (allows ? onlyWithoutHttp(rule) : [strippedOfHttp(rule)])) };
}

function compileRule(rule: Rule, ref: RuleRef, context: Context): CompiledRule | undefined {
  const when = (rule.when ?? []).map((w) => whenConditions(w, context));
  if (when.includes(undefined)) return undefined;
  return {
    ref,
    from: (rule.from ?? []).map((f) => sourceConditions(f.source ?? {}, context)),
    to: (rule.to ?? []).map((t) => operationConditions(t.operation ?? {})),
    when: when.flatMap((w) => w ?? []),
  };
}

/** On a TCP chain an ALLOW loses the whole rule to one HTTP field, even of another alternative: it narrows. */
function onlyWithoutHttp(rule: CompiledRule): readonly CompiledRule[] {
  return [...rule.from, ...rule.to, rule.when].flat().some((c) => c.httpOnly) ? [] : [rule];
}

/** Other actions lose the field alone: a DENY widens. An alternative with nothing left matches everything. */
function strippedOfHttp(rule: CompiledRule): CompiledRule {
  const strip = (conditions: readonly Condition[]): readonly Condition[] => conditions.filter((c) => !c.httpOnly);
  return { ...rule, from: rule.from.map(strip), to: rule.to.map(strip), when: strip(rule.when) };
}

/** One HTTP request, or bytes. */
export function ruleHolds(rule: CompiledRule, c: Connection, request: HttpRequest | undefined): Tri {
  const holds = (condition: Condition): Tri => (request === undefined ? condition.bytes(c) : condition.request(c, request));
  const alternatives = (list: readonly (readonly Condition[])[]): Tri => (list.length === 0 ? 'yes' : some(list.map((conditions) => every(conditions.map(holds)))));
  return every([alternatives(rule.from), alternatives(rule.to), ...rule.when.map(holds)]);
}

/** All HTTP requests that the rule matches, in two parts: what depends on the caller, and what is the same for all of them. */
export interface RuleRequests {
  byCaller(c: Connection): Approximation;
  byRequest(c: Connection): Approximation;
}

export function ruleRequests(rule: CompiledRule): RuleRequests {
  const common = rule.when.filter((condition) => !condition.perCaller);
  const callers = rule.when.filter((condition) => condition.perCaller);
  const simple = [...rule.from.flat(), ...callers].every((condition) => condition.connection !== undefined);
  let fixed: Approximation | undefined;
  return {
    byCaller: (c) => (simple ? ofTri(callerMatches(rule.from, callers, c)) : and([...alternatives(rule.from, c), all(callers, c)])),
    byRequest: (c) => (fixed ??= and([...alternatives(rule.to, c), all(common, c)])),
  };
}

/** The common case without a set in between: it is asked once per rule and caller. */
function callerMatches(from: CompiledRule['from'], when: readonly Condition[], c: Connection): Tri {
  let result: Tri = from.length === 0 ? 'yes' : 'no';
  for (const alternative of from) {
    const match = connectionMatches(alternative, c);
    if (match !== 'no') result = match;
    if (match === 'yes') break;
  }
  if (result === 'no' || when.length === 0) return result;
  const conditions = connectionMatches(when, c);
  return conditions === 'yes' ? result : conditions;
}

function connectionMatches(conditions: readonly Condition[], c: Connection): Tri {
  let result: Tri = 'yes';
  for (const condition of conditions) {
    const holds = condition.connection!(c);
    if (holds === 'no') return 'no';
    if (holds === 'unknown') result = 'unknown';
  }
  return result;
}

function alternatives(list: readonly (readonly Condition[])[], c: Connection): readonly Approximation[] {
  return list.length === 0 ? [] : [or(list.map((conditions) => all(conditions, c)))];
}

function all(conditions: readonly Condition[], c: Connection): Approximation {
  const demands = conditions.flatMap((condition) => condition.demand ?? []);
  const others = conditions.filter((condition) => condition.demand === undefined).map((condition) => condition.requests(c));
  if (demands.length === 0 || others.includes(NONE)) return and(others);
  return and([...others, demanded(demands)]);
}

/** What the rule would have needed: of each section the alternative that lacks least. */
export function lacking(rule: CompiledRule, c: Connection, request: HttpRequest | undefined): readonly Condition[] {
  const fails = (condition: Condition): boolean => (request === undefined ? condition.bytes(c) : condition.request(c, request)) !== 'yes';
  const least = (list: readonly (readonly Condition[])[]): readonly Condition[] => list
    .map((conditions) => conditions.filter(fails))
    .reduce<readonly Condition[] | undefined>((best, l) => (best === undefined || l.length < best.length ? l : best), undefined) ?? [];
  return [...least(rule.from), ...least(rule.to), ...rule.when.filter(fails)];
}
