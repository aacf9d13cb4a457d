import type { ProofResult } from '../../proof';
import { openedTexts } from '../../report';
import type { IndexedProof } from '../../synth-index/index-file';

/**
 * What these manifests leave open that those of the synth showed: pods, a namespace, a Gateway that is not there any more. Nothing where the
 * synth proved nothing.
 */
export function assumedAnew({ assumptions }: ProofResult, atSynth: IndexedProof | undefined): IndexedProof['assumptions'] {
  if (atSynth === undefined) return [];
  const before = new Map(atSynth.assumptions.map(({ id, subjects }) => [id, new Set(subjects)]));
  return assumptions.flatMap(({ id, subjects }) => {
    const known = before.get(id);
    const anew = known === undefined ? subjects : subjects.filter((subject) => !known.has(subject));
    return known !== undefined && anew.length === 0 ? [] : [{ id, subjects: [...anew].sort() }];
  });
}

/** What acknowledged objects open that they did not at synth, as `NetworkPolicy shop/redis: …`. */
export function openedAnew({ opened = [] }: ProofResult, atSynth: IndexedProof | undefined): readonly string[] {
  if (atSynth === undefined) return [];
  const before = new Map((atSynth.opened ?? []).map(({ object, access }) => [object, new Set(access)]));
  return opened.flatMap(({ object, access }) => openedTexts(access).filter((text) => before.get(object)?.has(text) !== true).map((text) => `${object}: ${text}`));
}
