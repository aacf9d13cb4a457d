import { matchRules, matchSets, seenByPolicies } from '../authorization/matching';
import type { CompiledPolicy } from '../authorization/rule';
import { connectionAt, enforced, type Site, universe } from '../authorization/site';
import { ANY_BYTES, EVERYTHING, NOTHING, subtract, union } from '../request-set';
import { refsText, ruleRef } from '../refs';
import { some } from '../tri';
import type { Caller, HttpRequest, LayerSet } from '../types';
import { type LayerAt, verdict, type Verdict } from './layer';
import { proxyLayer } from './proxy-layer';

/**
 * An external authorizer answers at run time, about the requests that a rule matches. Where the mesh does not know the provider the
 * proxy denies these, and of which providers it knows only MeshConfig tells: without it, or with two of them at one workload (of
 * which by default one is asked), every request is undetermined, whatever the rules.
 *
 * https://istio.io/latest/docs/tasks/security/authorization/authz-custom/,
 * https://github.com/istio/istio/blob/master/pilot/pkg/security/authz/builder/builder.go (`getBadCustomDenyRules`)
 */
export function custom(site: Site): LayerAt {
  const policies = enforced(site, 'CUSTOM');
  const because = policies.map((p) => ruleRef(p.source));
  const asking = askingOf(site, policies);
  const sets = asking.kind === 'rules' || asking.kind === 'undefined' ? matchSets(site, policies) : undefined;
  return proxyLayer(site, 'custom', (caller, http) => {
    switch (asking.kind) {
      case 'nobody': return verdict('allow', 'no CUSTOM policy applies');
      case 'unknown': return verdict('undetermined', () => `${refsText(because)} asks an external authorizer`, because);
      case 'undefined':
      case 'rules': return byRules(site, policies, caller, http, asking);
    }
  }, (caller): Omit<LayerSet, 'layer'> => {
    const all = universe(site);
    switch (asking.kind) {
      case 'nobody': return { allow: all, maybe: NOTHING, because };
      case 'unknown': return { allow: NOTHING, maybe: all, because };
      case 'undefined': {
        const { matched, unmatched } = sets!(caller);
        const allow = unmatched().must;
        return { allow, maybe: subtract(subtract(all, allow), matched.must), because };
      }
      case 'rules': {
        if (site.arrive(caller).identity === 'unknown') return { allow: NOTHING, maybe: all, because };
        if (asking.protocol === 'http' && site.protocol === 'tcp') return { allow: EVERYTHING, maybe: NOTHING, because };
        const unasked = sets!(caller).unmatched().must;
        const allow = asking.protocol === 'http' && site.protocol === 'sniffed' ? union(unasked, ANY_BYTES) : unasked;
        return { allow, maybe: subtract(all, allow), because };
      }
    }
  }, asking.kind === 'nobody');
}

type Rules = Extract<Asking, { readonly provider: string }>;

/** Asked, its answer is not known, or is no if nobody knows whom to ask; not asked, the request goes on. */
function byRules(
  site: Site, policies: readonly CompiledPolicy[], caller: Caller, http: HttpRequest | undefined, asking: Rules,
): Verdict {
  const { provider } = asking;
  const all = policies.map((p) => ruleRef(p.source));
  if (http === undefined && asking.kind === 'rules' && asking.protocol === 'http') return verdict('allow', () => `${refsText(all)} asks \`${provider}\` by HTTP, and so not about bytes`, all);
  if (site.arrive(caller).identity === 'unknown') return verdict('undetermined', 'whether it has an identity is not known');
  const matches = matchRules(policies, connectionAt(site, caller), seenByPolicies(site, http));
  if (some(matches.map((m) => m.holds)) === 'no') return verdict('allow', () => `no rule of ${refsText(all)} asks \`${provider}\` about it`, all);
  const refs = matches.filter((m) => m.holds !== 'no').map((m) => m.rule.ref);
  if (asking.kind === 'undefined' && matches.some((m) => m.holds === 'yes')) {
    return verdict('deny', () => `${refsText(refs)} asks \`${provider}\`, which the mesh does not have, and so denies it`, refs);
  }
  return verdict('undetermined', () => `${refsText(refs)} asks \`${provider}\``, refs);
}

type Asking
  = | { readonly kind: 'nobody' | 'unknown' }
    | { readonly kind: 'undefined'; readonly provider: string }
    | { readonly kind: 'rules'; readonly provider: string; readonly protocol: 'grpc' | 'http' };

function askingOf({ world }: Site, policies: readonly CompiledPolicy[]): Asking {
  if (policies.length === 0) return { kind: 'nobody' };
  const providers = new Set(policies.map(({ source }) => source.object.spec.provider?.name ?? ''));
  const { authorizers } = world.settings;
  if (authorizers === undefined || providers.size > 1) return { kind: 'unknown' };
  const [provider] = providers;
  return Object.hasOwn(authorizers, provider) ? { kind: 'rules', provider, protocol: authorizers[provider] } : { kind: 'undefined', provider };
}
