import type { SynthesisReport } from './private/synthesis';

/** Result of the proof for a synth's output. */
export enum ProofVerdict {
  /** The output allows exactly what is declared. */
  PROVED = 'proved',
  /** The output allows exactly what is declared if the listed assumptions hold. */
  PROVED_UNDER_ASSUMPTIONS = 'proved-under-assumptions',
  /** What is already enforced allows what is declared and no more; `toText` lists what is not enforced yet (`RolloutStage`). */
  PROVED_SO_FAR = 'proved-so-far',
  /** The output allows more or less than is declared; the report shows a witness. */
  REFUTED = 'refuted',
}

/** Result of reading back every object of an App and comparing it with the declaration. */
export class MeshReport {
  /** Result of the proof. */
  public readonly verdict: ProofVerdict;

  /** Table of who may call whom, on what: one line per edge, byte-identical for the same declaration. */
  public readonly accessTable: string;

  private readonly text: string;

  private constructor(verdict: ProofVerdict, accessTable: string, text: string) {
    this.verdict = verdict;
    this.accessTable = accessTable;
    this.text = text;
  }

  /** @internal */
  public static _of({ proof, accessTable, text }: SynthesisReport): MeshReport {
    const verdict = Object.values(ProofVerdict).find((v) => v === proof.verdict);
    if (verdict === undefined) throw new Error(`the proof has the verdict \`${proof.verdict}\``);
    return new MeshReport(verdict, accessTable, text);
  }

  /**
   * Returns the report as text: verdict, assumptions, refutations with their witnesses, routes through waypoints, the access table,
   * exceptions with their reasons, and what is open to everybody.
   */
  public toText(): string {
    return this.text;
  }
}
