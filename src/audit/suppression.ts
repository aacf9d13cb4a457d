import type { AuditFinding } from './audit';

/** A finding that somebody stands by. Its file's format is published as `schema/audit-suppressions.schema.json`. */
export interface Suppression {
  readonly rule: string;
  /** `AuthorizationPolicy shop/cart`; left out: wherever the rule finds something. */
  readonly object?: string;
  readonly reason: string;
  /** The last day on which it holds; left out: without end. */
  readonly expires?: string;
  /** 1-based, in its file. */
  readonly line: number;
}

export interface Judged {
  readonly open: readonly AuditFinding[];
  readonly suppressed: readonly { readonly finding: AuditFinding; readonly by: Suppression }[];
  /** Their day is past: they suppress nothing. */
  readonly expired: readonly Suppression[];
  /** Nothing is found that they are about. */
  readonly unused: readonly Suppression[];
}

/** `asOf`: the day it is; INVARIANT: given wherever a suppression expires. */
export function suppress(findings: readonly AuditFinding[], suppressions: readonly Suppression[], asOf?: string): Judged {
  const expired = suppressions.filter(({ expires }) => expires !== undefined && asOf !== undefined && expires < asOf);
  const holding = suppressions.filter((s) => !expired.includes(s));
  const open: AuditFinding[] = [];
  const suppressed: { finding: AuditFinding; by: Suppression }[] = [];
  for (const finding of findings) {
    const by = holding.find((s) => s.rule === finding.rule.id && (s.object === undefined || s.object === finding.at.object));
    if (by === undefined) open.push(finding);
    else suppressed.push({ finding, by });
  }
  const used = new Set(suppressed.map((s) => s.by));
  return { open, suppressed, expired, unused: holding.filter((s) => !used.has(s)) };
}
