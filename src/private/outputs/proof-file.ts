import type { ProofResult, Refutation } from '../../proof';

/** What the synth said about its own output. */
export function proofFile({ verdict, assumptions, checked }: ProofResult): unknown {
  return { schema: 'cdk8s-mesh-access/proof', version: 1, verdict, assumptions, checked };
}

/** One line for cdk8s, which reports validation errors: witness, the rules that let it through or stop it, and the repair. */
export function refutationLine({ construct, text, layer, because, repair }: Refutation, mesh: string): string {
  const rules = because.map(({ object, path }) => (path === '' ? object : `${object} ${path}`));
  const where = [...(layer === undefined ? [] : [layer]), ...rules].join(', ');
  return `${construct ?? mesh}: [refuted] ${text}${where === '' ? '' : ` (${where})`}; ${repair}`;
}
