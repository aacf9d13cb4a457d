import type { AuthorizationPolicy, Rule } from '../../manifest/kinds';
import { and, type Approximation, NONE, ofTri, or } from '../approximation';
import { namespaceOfObject, type From } from '../cluster/policies';
import { ruleRef } from '../refs';
import { every, some, type Tri } from '../tri';
import type { HttpRequest, RuleRef } from '../types';
import type { Condition, Connection } from './condition';
import { demanded } from './demand';
import { IdentityIndex } from './identity-index';
import { operationConditions } from './operation';
import { type Context, sourceConditions } from './source';
import { whenConditions } from './when';

/** (any of `from`) AND (any of `to`) AND (all of `when`); a section without alternatives holds. */
export interface CompiledRule {
  /** Among the rules of its policy. */
  readonly position: number;
  readonly ref: RuleRef;
  readonly from: readonly (readonly Condition[])[];
  readonly terms: Terms;
}

/** What a rule says beside `from`. Rules of one policy that say the same share it: most are told apart by their callers alone. */
export interface Terms {
  readonly id: number;
  readonly to: readonly (readonly Condition[])[];
  readonly when: readonly Condition[];
}

/** INVARIANT: depends on the policy and the mesh alone, so that one result serves every workload it selects. */
export class CompiledPolicy {
  /** For an HTTP chain. */
  public readonly rules: IdentityIndex<CompiledRule>;
  private tcp: IdentityIndex<CompiledRule> | undefined;

  constructor(public readonly source: From<AuthorizationPolicy>, trustDomains: readonly string[]) {
    const context: Context = { namespace: namespaceOfObject(source), trustDomains };
    const known = new Map<string, Terms | undefined>();
    const whole = ruleRef(source);
    this.rules = indexed((source.object.spec.rules ?? []).flatMap((rule, position): readonly CompiledRule[] => {
      const terms = termsOf(rule, context, known);
      if (terms === undefined) return [];
      const from = (rule.from ?? []).map((f) => sourceConditions(f.source ?? {}, context));
      return [{ position, ref: { ...whole, path: `spec.rules[${position}]` }, from, terms }];
    }));
  }

  /** For a TCP chain: without what only HTTP has. */
  public get tcpRules(): IdentityIndex<CompiledRule> {
    const allows = (this.source.object.spec.action ?? 'ALLOW') === 'ALLOW';
    this.tcp ??= indexed(this.rules.all.flatMap((rule) => (allows ? onlyWithoutHttp(rule) : [strippedOfHttp(rule)])));
    return this.tcp;
  }
}

function indexed(rules: readonly CompiledRule[]): IdentityIndex<CompiledRule> {
  return new IdentityIndex(rules, (rule) => rule.from);
}

let lastId = 0;

/** Undefined: a key of `when` is unknown, and the rule is skipped. */
function termsOf({ to = [], when = [] }: Rule, context: Context, known: Map<string, Terms | undefined>): Terms | undefined {
  const text = JSON.stringify([to, when]);
  if (known.has(text)) return known.get(text);
  const conditions = when.map((w) => whenConditions(w, context));
  const result = conditions.includes(undefined)
    ? undefined
    : { id: ++lastId, to: to.map((t) => operationConditions(t.operation ?? {})), when: conditions.flatMap((w) => w ?? []) };
  known.set(text, result);
  return result;
}

/** On a TCP chain an ALLOW loses the whole rule to one HTTP field, even of another alternative: it narrows. */
function onlyWithoutHttp(rule: CompiledRule): readonly CompiledRule[] {
  const hasHttp = (conditions: readonly Condition[]): boolean => conditions.some((c) => c.httpOnly);
  return rule.from.some(hasHttp) || rule.terms.to.some(hasHttp) || hasHttp(rule.terms.when) ? [] : [rule];
}

/** Other actions lose the field alone: a DENY widens. An alternative with nothing left matches everything. */
function strippedOfHttp({ terms: { to, when }, ...rule }: CompiledRule): CompiledRule {
  const strip = (conditions: readonly Condition[]): readonly Condition[] => conditions.filter((c) => !c.httpOnly);
  return { ...rule, from: rule.from.map(strip), terms: { id: ++lastId, to: to.map(strip), when: strip(when) } };
}

/** One HTTP request, or bytes. */
export function ruleHolds({ from, terms: { to, when } }: CompiledRule, c: Connection, request: HttpRequest | undefined): Tri {
  const holds = (condition: Condition): Tri => (request === undefined ? condition.bytes(c) : condition.request(c, request));
  const alternatives = (list: readonly (readonly Condition[])[]): Tri => (list.length === 0 ? 'yes' : some(list.map((conditions) => every(conditions.map(holds)))));
  return every([alternatives(from), alternatives(to), ...when.map(holds)]);
}

/** Of all HTTP requests that a rule matches, what depends on the caller. */
export function byCaller({ from, terms: { when } }: CompiledRule, c: Connection): Approximation {
  const callers = when.filter((condition) => condition.perCaller);
  const simple = from.every(isAboutConnection) && isAboutConnection(callers);
  return simple ? ofTri(callerMatches(from, callers, c)) : and([...alternatives(from, c), all(callers, c)]);
}

/** And what is the same for all callers of one port. */
export function byRequest({ to, when }: Terms, c: Connection): Approximation {
  return and([...alternatives(to, c), all(when.filter((condition) => !condition.perCaller), c)]);
}

function isAboutConnection(conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => condition.connection !== undefined);
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
  const isSent = (condition: Condition): boolean => condition.demand !== undefined && condition.rewritten?.(c) !== true;
  const demands = conditions.flatMap((condition) => (isSent(condition) ? condition.demand ?? [] : []));
  const others = conditions.filter((condition) => !isSent(condition)).map((condition) => condition.requests(c));
  if (demands.length === 0 || others.includes(NONE)) return and(others);
  return and([...others, demanded(demands)]);
}

/** What the rule would have needed: of each section the alternative that lacks least. */
export function lacking(rule: CompiledRule, c: Connection, request: HttpRequest | undefined): readonly Condition[] {
  const fails = (condition: Condition): boolean => (request === undefined ? condition.bytes(c) : condition.request(c, request)) !== 'yes';
  const least = (list: readonly (readonly Condition[])[]): readonly Condition[] => list
    .map((conditions) => conditions.filter(fails))
    .reduce<readonly Condition[] | undefined>((best, l) => (best === undefined || l.length < best.length ? l : best), undefined) ?? [];
  return [...least(rule.from), ...least(rule.terms.to), ...rule.terms.when.filter(fails)];
}
