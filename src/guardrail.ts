import type { AccessGraph } from './access-graph';

/** What a finding does. */
export enum GuardrailSeverity {
  /** Synth fails. */
  ERROR = 'error',
  /** Reports list it. */
  WARNING = 'warning',
}

/** Something that a guardrail does not want. */
export interface GuardrailFinding {
  /**
   * Path of the construct that declares it, as elements of the graph have it: where it is reported, and where it can be suppressed.
   *
   * @default - the Mesh
   */
  readonly construct?: string;

  /** What is wrong, with names: `shop/web may call payments/ledger`. */
  readonly what: string;

  /** What to declare instead. */
  readonly repair: string;

  /**
   * What it does.
   *
   * @default GuardrailSeverity.ERROR
   */
  readonly severity?: GuardrailSeverity;
}

/**
 * A rule of an organisation about what may be declared at all.
 *
 * Its findings are reported together with everything else that is wrong (`guardrail`), by id, and nothing is written while there is an
 * error among them. It sees the declaration, never what is emitted: that the manifests say the same is what the proof is for. One that
 * throws is an error of its own (`guardrail-failed`), since what it would have found is not known.
 */
export interface IGuardrail {
  /** Names it in errors, reports and suppressions: lower case with `-`, and `/` between parts. Unique in an App. */
  readonly id: string;

  /** What it asks for, in a few words. */
  readonly description: string;

  /**
   * Everything that it does not want, in any order. The same graph must give the same findings: no clock, no network.
   *
   * @param graph What is declared and in force. The guardrail's own copy.
   */
  check(graph: AccessGraph): GuardrailFinding[];
}
