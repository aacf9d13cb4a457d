import type { Rivals } from '../eval/age/rivals';
import type { Manifests } from '../manifest/manifests';

/**
 * The same manifests with another of each set of rivals as the oldest, until each has been.
 *
 * One turn for all sets at once is enough: a set decides about one layer (mTLS, scope, how a port is read), and each layer is held to
 * the declaration by itself.
 */
export function* otherAges(manifests: Manifests, sets: readonly Rivals[]): Generator<{ readonly oldest: Rivals; readonly manifests: Manifests }> {
  const turns = Math.max(1, ...sets.map((s) => s.length));
  for (let turn = 1; turn < turns; turn++) {
    const oldest = [...new Set(sets.flatMap((s) => s[turn] ?? []))];
    yield { oldest, manifests: { ...manifests, objects: [...oldest, ...manifests.objects.filter((o) => !oldest.includes(o))] } };
  }
}
