import type { ManifestObject } from '../../manifest/manifests';
import type { World } from '../world';
import type { Rivals } from './rivals';

/** Beyond this many orders nobody goes through them all. */
const MOST = 64;
/** Each keeps what it has found out. */
const KEPT = 64;

const known = new WeakMap<World, Map<string, World>>();

/** The same world for each choice of one of every set as the oldest. Undefined: they are too many. */
export function worldsOfAnyAge(world: World, sets: readonly Rivals[]): readonly World[] | undefined {
  if (sets.reduce((n, set) => n * set.length, 1) > MOST) return undefined;
  let choices: readonly (readonly ManifestObject[])[] = [[]];
  for (const set of sets) choices = choices.flatMap((chosen) => set.map((one) => [...chosen, one]));
  return choices.map((oldest) => withOldest(world, oldest));
}

function withOldest(world: World, oldest: readonly ManifestObject[]): World {
  let worlds = known.get(world);
  if (worlds === undefined) known.set(world, worlds = new Map());
  const key = oldest.map(({ object: { kind, metadata } }) => `${kind} ${metadata.namespace}/${metadata.name}`).join();
  let found = worlds.get(key);
  if (found === undefined) {
    const first = new Set(oldest);
    found = { ...world, orderIsAge: true, policies: world.policies.withOldest(first), services: world.services.withOldest(first) };
    for (const least of worlds.keys()) {
      if (worlds.size < KEPT) break;
      worlds.delete(least);
    }
    worlds.set(key, found);
  }
  return found;
}
