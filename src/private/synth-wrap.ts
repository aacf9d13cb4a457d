import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Synthesis } from './synthesis';

/**
 * cdk8s validates a whole App once, and again for every chart it writes. Judging it takes a while, so one synth judges once
 * (docs/adr/0002-one-proof-per-synth.md). The wrapper sits on the instance: cdk8s has no hook around a synth.
 */
export function wrapSynth(root: IConstruct, synthesis: Synthesis): void {
  if (!isApp(root)) return;
  const synth = root.synth.bind(root);
  const synthYaml = root.synthYaml.bind(root);
  root.synth = () => synthesis.once(synth, (proof) => synthesis.writeOutputs(root.outdir, proof));
  root.synthYaml = () => synthesis.once(synthYaml);
}

/** Not `instanceof`: with two copies of cdk8s installed it would say no, and every chart would prove anew. */
function isApp(root: IConstruct): root is App {
  return typeof (root as Partial<App>).synth === 'function' && typeof (root as Partial<App>).synthYaml === 'function';
}
