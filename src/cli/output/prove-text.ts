import type { ProofResult } from '../../proof';
import { proofText } from '../../report';
import type { IndexedProof } from '../../synth-index/index-file';
import { plain, type Paint, type Style } from '../color';
import { isIndented, painted } from './painted';
import { assumedAnew, openedAnew } from './prove-anew';

/** As a synth reports it, and before it what it rests on that the synth did not. */
export function proveText(proof: ProofResult, atSynth: IndexedProof | undefined, paint: Paint = plain): string {
  const anew = assumedAnew(proof, atSynth);
  const lines = anew.map(({ id, subjects }) => `  ${id}${subjects.length === 0 ? '' : ` (${subjects.join(', ')})`}`);
  const text = `${proofText(proof)}${section('Assumed here, and not at synth', lines)}${section('Opened here, and not at synth', openedAnew(proof, atSynth).map((line) => `  ${line}`))}`;
  return painted(text, paint, (line, i) => {
    if (i === 0) return STYLES[proof.verdict];
    return isIndented(line) || line.startsWith('checked ') ? undefined : 'strong';
  });
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${[title, ...lines].join('\n')}\n`;
}

const STYLES: Readonly<Record<ProofResult['verdict'], Style>> = {
  proved: 'good', 'proved-under-assumptions': 'good', 'proved-so-far': 'doubtful', refuted: 'bad',
};
