import type { SynthesisReport } from './private/synthesis';

/** What can be said about a synth's output. */
export enum ProofVerdict {
  /** It allows exactly what is declared. */
  PROVED = 'proved',
  /** It allows exactly what is declared if the listed assumptions hold. */
  PROVED_UNDER_ASSUMPTIONS = 'proved-under-assumptions',
  /** What is enforced already allows what is declared and no more; `toText` says what is not enforced yet (`RolloutStage`). */
  PROVED_SO_FAR = 'proved-so-far',
  /** It allows more or less than is declared; the report has a witness. */
  REFUTED = 'refuted',
}

/** The outcome of reading every object of an App back and comparing it with the declaration. */
export class MeshReport {
  /** What can be said. */
  public readonly verdict: ProofVerdict;

  /** Who may call whom, on what; one line per edge, the same bytes for the same declaration. */
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
   * Verdict, assumptions, refutations with their witnesses, routes through waypoints, the access table, exceptions with their reasons, and
   * what is open to all.
   */
  public toText(): string {
    return this.text;
  }
}
