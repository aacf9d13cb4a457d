import type { AccessGraph } from './access-graph';

/** Effect of a finding. */
export enum GuardrailSeverity {
  /** Synth fails. */
  ERROR = 'error',
  /** Reports list it. */
  WARNING = 'warning',
}

/** A violation found by a guardrail. */
export interface GuardrailFinding {
  /**
   * Path of the construct that declares the violation, as in the graph's elements. The finding is reported there, and can be suppressed
   * there.
   *
   * @default - the Mesh
   */
  readonly construct?: string;

  /** Description of the violation, with names: `shop/web may call payments/ledger`. */
  readonly what: string;

  /** What to declare instead. */
  readonly repair: string;

  /**
   * Effect of the finding.
   *
   * @default GuardrailSeverity.ERROR
   */
  readonly severity?: GuardrailSeverity;
}

/**
 * A rule of an organisation about what may be declared at all.
 *
 * Findings are reported by id together with all other errors (`guardrail`), and nothing is written while there is an error among them. A
 * guardrail sees the declaration, never the emitted objects: that the manifests match the declaration is what the proof shows. A guardrail
 * that throws is an error of its own (`guardrail-failed`), because its findings are unknown.
 */
export interface IGuardrail {
  /** Id of the guardrail in errors, reports and suppressions: lower case with `-`, and `/` between parts. Unique in an App. */
  readonly id: string;

  /** What the guardrail requires, in a few words. */
  readonly description: string;

  /**
   * Returns all violations, in any order. The same graph must give the same findings: do not use the clock or the network.
   *
   * @param graph The declared access that is in force. The guardrail gets its own copy.
   */
  check(graph: AccessGraph): GuardrailFinding[];
}
