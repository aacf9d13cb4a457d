import type { ProofResult } from '../../proof';
import type { IndexedProof } from '../../synth-index/index-file';
import { ruleJson } from './answer-json';
import { assumedAnew, openedAnew } from './prove-anew';

/** `schema/proof.schema.json`. */
export function proveJson(proof: ProofResult, atSynth: IndexedProof | undefined): string {
  const { verdict, refutations, assumptions, opened, pending, unclaimed = [], checked } = proof;
  const result = {
    schema: 'cdk8s-mesh-access/proof',
    version: 1,
    verdict,
    refutations: refutations.map((refutation) => ({ ...refutation, because: refutation.because.map(ruleJson) })),
    ...(pending === undefined ? {} : { pending }),
    assumptions,
    ...(opened === undefined ? {} : { opened }),
    assumedAnew: assumedAnew(proof, atSynth),
    ...(opened === undefined ? {} : { openedAnew: openedAnew(proof, atSynth) }),
    unclaimed,
    checked,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
