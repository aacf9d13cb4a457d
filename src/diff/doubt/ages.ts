import { rivalsAt, rivalsOf } from '../../eval/age/rivals';
import { worldsOfAnyAge } from '../../eval/age/worlds';
import { refText, ruleRef } from '../../eval/refs';
import { prepare, type Prepared } from '../../eval';
import type { Answer } from '../../eval/types';
import type { Both } from '../both';
import type { Asked } from './asked';

/** By which of several objects is the oldest, the answer; empty: it does not depend on that. */
export function answersByAge(
  { world, prepared: { destination }, caller }: Asked, answer: (prepared: Prepared) => Answer,
): ReadonlyMap<string, Answer> {
  const sets = world.orderIsAge ? [] : [...rivalsAt(world, destination), ...rivalsOf(world, caller)];
  if (sets.length === 0) return new Map();
  const names = sets.reduce<readonly string[]>((all, set) => all.flatMap((some) => set.map((one) => `${some} ${refText(ruleRef(one))}`)), ['']);
  const worlds = worldsOfAnyAge(world, sets) ?? [];
  return new Map(worlds.map((w, i) => [names[i], answer(prepare(w, destination))]));
}

/** Objects keep their age under their name: where the same one is the oldest, the same is so. */
export function isSameAtEachAge({ before, after }: Both<ReadonlyMap<string, Answer>>): boolean {
  return [...before].every(([oldest, answer]) => !after.has(oldest) || after.get(oldest) === answer);
}
