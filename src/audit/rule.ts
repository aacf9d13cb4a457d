import type { RuleRef } from '../eval/types';
import type { Subject } from './subject';

export const SEVERITIES = ['error', 'warning', 'info'] as const;

/**
 * `error`: something is open, closed or ignored that its author cannot have meant; `warning`: a trap that the author may know of;
 * `info`: what one directory of manifests cannot show, and what does no harm by itself.
 */
export type Severity = typeof SEVERITIES[number];

/** One trap, and how to find who fell into it. Nothing here decides about access: that is the evaluator's. */
export interface AuditRule {
  /** Stable: suppressions and code scanning name it. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, in one line. */
  readonly title: string;
  /** What enforcement points do then. */
  readonly why: string;
  readonly repair: string;
  /** Where that is said: documentation, or the source that does it. */
  readonly sources: readonly string[];
  find(subject: Subject): Iterable<Fault>;
}

/** One place where a rule is broken. */
export interface Fault {
  readonly at: RuleRef;
  /** What is there, with the value in backticks. */
  readonly message: string;
  /** Where the rule's own is too general. */
  readonly repair?: string;
}
