import { identity } from '../../manifest/over';
import type { Gap } from '../gap';
import type { Aside } from './aside';

/** What the manifests open with these objects and not without them. */
export interface Excused {
  readonly gap: Gap;
  /** Those that have a part in it. Never empty. */
  readonly by: readonly Aside[];
  /** Those have, of which a rule is named. */
  readonly named: boolean;
}

/**
 * Somebody stands by what they open, and by nothing else: not that they deny a declared call, not what a stage of ours opens or leaves closed while
 * they are there, and nothing at a service in quarantine, from which everybody is to be kept.
 */
export function isExcusable({ statement, observed, service }: Gap): boolean {
  return (statement === 'exactly-declared' || statement === 'layer-least-privilege') && observed !== true && service.quarantine === undefined;
}

/** Without them nothing is open, so that where no rule of theirs is named all of them may have a part in it. */
export function excusedBy(gap: Gap, aside: readonly Aside[]): Excused {
  const rules = new Set(gap.because.map(({ source }) => source.object));
  const names = new Set(gap.because.map(({ source }) => identity(source as Aside['source'])));
  const by = aside.filter(({ source }) => rules.has(source.object) || names.has(identity(source)));
  return { gap, by: by.length === 0 ? aside : by, named: by.length > 0 };
}
