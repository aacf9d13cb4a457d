/** A finding of a guardrail that stands on a construct, taken as it is. */
export interface SuppressionModel {
  readonly guardrail: string;
  /** Path of the construct; it holds for what is declared there and below. */
  readonly construct: string;
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
}

/** Something that a guardrail does not want. */
export interface FindingModel {
  readonly guardrail: string;
  readonly severity: 'error' | 'warning';
  readonly construct: string;
  readonly what: string;
  readonly repair: string;
  /** Left out: it counts. */
  readonly suppressedBy?: SuppressionModel;
}

/** What the guardrails of an App said. */
export interface GuardrailOutcome {
  /** Sorted by id. */
  readonly guardrails: readonly { readonly id: string; readonly description: string }[];
  /** Sorted by guardrail, construct and text. */
  readonly findings: readonly FindingModel[];
  /** Suppressions in force that suppress nothing. */
  readonly unused: readonly SuppressionModel[];
}
