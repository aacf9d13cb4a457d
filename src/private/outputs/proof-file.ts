import type { ProofResult, Refutation } from '../../proof';

/** What the synth said about its own output. */
export function proofFile({ verdict, assumptions, opened, pending, unclaimed = [], checked }: ProofResult): Readonly<Record<string, unknown>> {
  return {
    schema: 'cdk8s-mesh-access/proof', version: 1, verdict, ...(pending === undefined ? {} : { pending }), assumptions,
    ...(opened === undefined ? {} : { opened }), unclaimed, checked,
  };
}

/** One line for cdk8s, which reports validation errors. The text names the layer, the witness and the rules. */
export function refutationLine({ construct, text, repair }: Refutation, mesh: string): string {
  return `${construct ?? mesh}: [refuted] ${text}; ${repair}`;
}
