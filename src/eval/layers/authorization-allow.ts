import { conditionText, type Connection } from '../authorization/condition';
import { allowing, matchRules, matchSets, type RuleMatch, seenByPolicies } from '../authorization/matching';
import { lacking } from '../authorization/rule';
import { connectionAt, enforced, type Site, universe } from '../authorization/site';
import { NOTHING } from '../request-set';
import { some } from '../tri';
import type { HttpRequest, LayerDecision } from '../types';
import { type LayerAt, verdict } from './layer';
import { refsText, refText, ruleRef } from '../refs';
import { proxyLayer } from './proxy-layer';

/**
 * AuthorizationPolicy ALLOW: without one everything is allowed; with one, what some rule matches. A policy without rules, or all of
 * whose rules a TCP chain has dropped, still counts: it allows nothing.
 */
export function authorizationAllow(site: Site): LayerAt {
  const policies = enforced(site, 'ALLOW');
  const all = policies.map((p) => ruleRef(p.source));
  const sets = matchSets(site, policies);
  return proxyLayer(site, 'authorization-allow', (caller, http) => {
    if (policies.length === 0) return verdict('allow', 'no ALLOW policy applies');
    if (site.arrive(caller).identity === 'unknown') return verdict('undetermined', 'whether it has an identity is not known');
    const c = connectionAt(site, caller);
    const seen = seenByPolicies(site, http);
    const matches = matchRules(policies, c, seen);
    const refs = matches.filter((m) => m.holds !== 'no').map((m) => m.rule.ref);
    switch (some(matches.map((m) => m.holds))) {
      case 'yes': {
        const allowingRules = matches.filter((m) => m.holds === 'yes').map((m) => m.rule.ref);
        return verdict('allow', () => `allowed by ${refsText(allowingRules)}`, allowingRules);
      }
      case 'unknown': return verdict('undetermined', () => `whether ${refsText(refs)} matches is not decided`, refs);
      case 'no': return verdict('deny', () => `no rule of ${refsText(all)} allows it`, all, () => nearest(c, matches, seen));
    }
  }, (caller) => {
    if (site.arrive(caller).identity === 'unknown') return { allow: NOTHING, maybe: universe(site), because: all };
    const { matched, because } = sets(caller);
    return { ...allowing(matched), because: because.length > 0 ? because : all };
  }, policies.length === 0);
}

/** The rule that lacks least, the first of equals. */
function nearest(c: Connection, matches: readonly RuleMatch[], http: HttpRequest | undefined): LayerDecision['nearestMiss'] {
  const misses = matches.map(({ rule }) => ({ rule, lacks: lacking(rule, c, http) }));
  const best = misses.reduce<typeof misses[number] | undefined>((a, b) => (a === undefined || b.lacks.length < a.lacks.length ? b : a), undefined);
  return best && { rule: best.rule.ref, text: `${refText(best.rule.ref)} asks for ${best.lacks.map(conditionText).join(' and ')}` };
}
