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
 * Does the one certainly come before the other, of another object? What takes everything comes last. Otherwise routes stand as their listeners
 * do, and those of one by age, as far as the objects show it.
 */
export function before(world: World, a: Candidate, b: Candidate): boolean {
  if (a.attached.source === b.attached.source) return false;
  const [one, other] = [a.rule, b.rule];
  const rank = one.rank !== undefined && other.rank !== undefined ? compare(one.rank, other.rank) : Number(other.isForAll) - Number(one.isForAll);
  if (rank !== 0) return rank > 0;
  const [at, beside] = [a.attached.listener, b.attached.listener];
  if (at.source !== beside.source) return isOlder(world, at.source, beside.source);
  return at.ref.path === beside.ref.path ? isOlder(world, a.attached.source, b.attached.source) : false;
}

function isOlder(world: World, x: ManifestObject, y: ManifestObject): boolean {
  return isDated(x) && isDated(y) ? olderFirst(x, y) < 0 : world.orderIsAge && world.objects.indexOf(x) < world.objects.indexOf(y);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}
