import { conditionText, type Connection } from '../authorization/condition';
import type { Site } from '../authorization/site';
import { connectionLayer, type LayerAt, type Verdict, verdict } from '../layers/layer';
import { refsText, refText, ruleRef } from '../refs';
import { some, type Tri } from '../tri';
import type { Caller, Layer, LayerDecision, RuleRef } from '../types';
import { goesAround } from './around';
import { type Attached, attachedTo } from './attached';
import { type Group, groupHolds, lackingIn, neverMatches, type ZtunnelPolicy } from './policy';

/** ztunnel's own: it refuses them as target. */
export const OWN_PORTS = [15001, 15006, 15008];

/**
 * The layers of an ambient pod: ztunnel's, which decides about connections. INVARIANT: in the order of `LAYERS`.
 *
 * https://github.com/istio/ztunnel/blob/master/src/state.rs (`assert_rbac`)
 */
export function ztunnelLayers(site: Site): readonly LayerAt[] {
  const attached = attachedTo(site.world, site.destination.workload);
  return [
    capture(site),
    ztunnelLayer(site, 'mtls', (caller) => site.arrive(caller).verdict),
    connectionLayer('request-authentication', () => verdict('allow', 'ztunnel knows no tokens')),
    custom(attached),
    ztunnelLayer(site, 'authorization-deny', (caller) => deny(site, attached, caller)),
    ztunnelLayer(site, 'authorization-allow', (caller) => allow(site, attached, caller)),
  ];
}

function capture({ capture: { captured, text, because }, destination: { port } }: Site): LayerAt {
  return connectionLayer('capture', () => {
    if (captured === 'yes' && OWN_PORTS.includes(port)) return verdict('deny', `port ${port} is ztunnel's own, which it forwards nothing to`);
    return verdict(captured === 'unknown' ? 'undetermined' : 'allow', text, because);
  });
}

function custom({ custom: refs }: Attached): LayerAt {
  return connectionLayer('custom', () => verdict('allow', () => (refs.length === 0 ? 'no CUSTOM policy applies' : `ztunnel is not given ${refsText(refs)}`), refs));
}

/** Where ztunnel does not see the connection it decides nothing, and where that is not known a denial of it is in doubt. */
function ztunnelLayer({ world, capture: { captured, text } }: Site, layer: Layer, decide: (caller: Caller) => Verdict): LayerAt {
  return connectionLayer(layer, (caller) => {
    if (captured === 'no') return verdict('allow', text);
    const around = goesAround(world, caller);
    if (around === 'yes') return verdict('allow', 'it comes from the address of probes, which go past ztunnel');
    const decided = decide(caller);
    const doubt = captured === 'unknown' ? text : around === 'unknown' ? 'it comes from a node, and what a pod\'s own node sends goes past ztunnel' : undefined;
    return decided.answer === 'deny' && doubt !== undefined ? verdict('undetermined', () => `${decided.text()}; but ${doubt}`, decided.because) : decided;
  });
}

/** With its identity, without one, or, where it is not known which, both: then they must agree. */
function connections({ world, destination, arrive }: Site, caller: Caller): readonly Connection[] {
  const { identity } = arrive(caller);
  const known = identity === 'stated' ? [caller.principal] : identity === 'none' ? [undefined] : [...new Set([caller.principal, undefined])];
  return known.map((principal) => ({ world, destination, caller, principal, tokens: [] }));
}

interface Match {
  readonly group: Group;
  readonly holds: Tri;
}

/** Of the groups that may be about the caller. */
function matchesOf(policies: readonly ZtunnelPolicy[], c: Connection): readonly Match[] {
  return policies.flatMap((p) => p.groups.about(c.principal)).map((group) => ({ group, holds: groupHolds(group, c) }));
}

function refsOf(matches: readonly Match[], holds: Tri): readonly RuleRef[] {
  return matches.filter((m) => m.holds === holds).map((m) => m.group.ref);
}

function agreed(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  return verdicts.every((v) => v.answer === first.answer) ? first : verdict('undetermined', 'whether it has an identity is not known', verdicts.flatMap((v) => v.because));
}

function deny(site: Site, { deny: policies }: Attached, caller: Caller): Verdict {
  if (policies.length === 0) return verdict('allow', 'no DENY policy applies');
  return agreed(connections(site, caller).map((c) => {
    const matches = matchesOf(policies, c);
    const refs = refsOf(matches, 'yes');
    const unsure = refsOf(matches, 'unknown');
    if (refs.length > 0) return verdict('deny', () => `denied by ${refsText(refs)}`, refs);
    if (unsure.length > 0) return verdict('undetermined', () => `whether ${refsText(unsure)} matches is not decided`, unsure);
    return verdict('allow', () => {
      const idle = policies.flatMap((p) => p.groups.all).filter(neverMatches).map((g) => g.ref);
      return idle.length === 0 ? 'no DENY rule matches' : `no DENY rule matches; what ztunnel knows of ${refsText(idle)} never does`;
    });
  }));
}

/** Without an ALLOW policy everything is allowed; one whose rules are all dropped still counts, and allows nothing. */
function allow(site: Site, { allow: policies }: Attached, caller: Caller): Verdict {
  if (policies.length === 0) return verdict('allow', 'no ALLOW policy applies');
  const all = policies.map((p) => ruleRef(p.source));
  return agreed(connections(site, caller).map((c) => {
    const matches = matchesOf(policies, c);
    const refs = refsOf(matches, 'yes');
    const unsure = refsOf(matches, 'unknown');
    if (refs.length > 0) return verdict('allow', () => `allowed by ${refsText(refs)}`, refs);
    if (some(matches.map((m) => m.holds)) === 'unknown') return verdict('undetermined', () => `whether ${refsText(unsure)} matches is not decided`, unsure);
    return verdict('deny', () => `no rule of ${refsText(all)} allows it`, all, () => nearest(policies, c));
  }));
}

/** The rule that lacks least, the first of equals; where there is none, one that ztunnel was not given. */
function nearest(policies: readonly ZtunnelPolicy[], c: Connection): LayerDecision['nearestMiss'] {
  const misses = policies.flatMap((p) => p.groups.all).map((group) => ({ group, lacks: lackingIn(group, c) }));
  const best = misses.reduce<typeof misses[number] | undefined>((a, b) => (a === undefined || b.lacks.length < a.lacks.length ? b : a), undefined);
  if (best !== undefined) {
    const { ref } = best.group;
    const wants = best.lacks.map(conditionText).join(' and ');
    return { rule: ref, text: wants === '' ? `${refText(ref)} asks for what ztunnel does not know` : `${refText(ref)} asks for ${wants}` };
  }
  const dropped = policies.find(({ source }) => 'rules' in source.object.spec && (source.object.spec.rules ?? []).length > 0);
  if (dropped === undefined) return undefined;
  const ref = ruleRef(dropped.source, 'spec.rules[0]');
  return { rule: ref, text: `${refText(ref)} asks for HTTP, and ztunnel is not given such a rule` };
}
