import { allowing, matchRules, matchSets, seenByPolicies } from '../authorization/matching';
import { connectionAt, enforced, type Site, universe } from '../authorization/site';
import { NOTHING } from '../request-set';
import { some } from '../tri';
import { type LayerAt, verdict } from './layer';
import { refsText } from '../refs';
import { proxyLayer } from './proxy-layer';

/** AuthorizationPolicy DENY: one rule that matches is enough. */
export function authorizationDeny(site: Site): LayerAt {
  const policies = enforced(site, 'DENY');
  const sets = matchSets(site, policies);
  return proxyLayer(site, 'authorization-deny', (caller, http) => {
    if (policies.length === 0) return verdict('allow', 'no DENY policy applies');
    if (site.arrive(caller).identity === 'unknown') return verdict('undetermined', 'whether it has an identity is not known');
    const matches = matchRules(policies, connectionAt(site, caller), seenByPolicies(site, http));
    const refs = matches.filter((m) => m.holds !== 'no').map((m) => m.rule.ref);
    switch (some(matches.map((m) => m.holds))) {
      case 'yes': {
        const denying = matches.filter((m) => m.holds === 'yes').map((m) => m.rule.ref);
        return verdict('deny', () => `denied by ${refsText(denying)}`, denying);
      }
      case 'unknown': return verdict('undetermined', () => `whether ${refsText(refs)} matches is not decided`, refs);
      case 'no': return verdict('allow', 'no DENY rule matches');
    }
  }, (caller) => {
    if (site.arrive(caller).identity === 'unknown') return { allow: NOTHING, maybe: universe(site), because: [] };
    const { unmatched, because } = sets(caller);
    return { ...allowing(unmatched()), because };
  }, policies.length === 0);
}
