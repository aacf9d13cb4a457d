import { isDated, olderFirst } from '../age/order';
import type { ManifestObject } from '../../manifest/manifests';
import type { World } from '../world';
import type { GatewayRule } from './rule';
import type { Routes } from './routes';

/** Of the Gateway API the most specific first; otherwise as they stand. */
export function ordered(rules: readonly GatewayRule[]): readonly GatewayRule[] {
  return rules.every((r) => r.rank !== undefined) ? [...rules].sort((a, b) => compare(b.rank!, a.rank!)) : rules;
}

export interface Candidate {
  readonly rule: GatewayRule;
  readonly attached: Routes['attached'];
}

/**
 * Does the one certainly come before the other, of another object? What takes everything comes last. Otherwise they stand as their listeners
 * do, and those of one by age, as far as they show it.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go (`SortVHostRoutes`)
 */
export function before(world: World, a: Candidate, b: Candidate): boolean {
  const [at, beside] = [a.attached, b.attached];
  if (at.source === beside.source) return false;
  const isOfOne = areMerged(at, beside);
  const [one, other] = [a.rule, b.rule];
  const rank = isOfOne && one.rank !== undefined && other.rank !== undefined
    ? compare(one.rank, other.rank)
    : Number(other.isForAll) - Number(one.isForAll);
  if (rank !== 0) return rank > 0;
  if (at.listener.source !== beside.listener.source) return isOlder(world, at.listener.source, beside.listener.source);
  return isOfOne && isOlder(world, at.source, beside.source);
}

/**
 * Of one listener and, in the Gateway API, of the same host names as written: these are one object to istiod. How old others are depends on
 * all that is merged with them.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/config/kube/gateway/route_collections.go (`mergeHTTPRoutes`)
 */
function areMerged(a: Candidate['attached'], b: Candidate['attached']): boolean {
  if (a.listener.source !== b.listener.source || a.listener.ref.path !== b.listener.ref.path) return false;
  const [names, others] = [a, b].map(({ hostnames = [] }) => new Set(hostnames.map((h) => h.toLowerCase())));
  return names.size === others.size && [...names].every((name) => others.has(name));
}

function isOlder(world: World, x: ManifestObject, y: ManifestObject): boolean {
  return isDated(x) && isDated(y) ? olderFirst(x, y) < 0 : world.orderIsAge && world.objects.indexOf(x) < world.objects.indexOf(y);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}
