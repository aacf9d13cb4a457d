import type { ProofResult } from '../../proof';
import { proofText } from '../../report';
import type { IndexedProof } from '../../synth-index/index-file';
import { assumedAnew } from './prove-anew';

/** As a synth reports it, and before it what it rests on that the synth did not. */
export function proveText(proof: ProofResult, atSynth: IndexedProof | undefined): string {
  const anew = assumedAnew(proof, atSynth);
  if (anew.length === 0) return proofText(proof);
  const lines = anew.map(({ id, subjects }) => `  ${id}${subjects.length === 0 ? '' : ` (${subjects.join(', ')})`}`);
  return `${proofText(proof)}\n${['Assumed here, and not at synth', ...lines].join('\n')}\n`;
}
