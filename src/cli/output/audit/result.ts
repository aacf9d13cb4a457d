import { type AuditFinding, type AuditRule, SEVERITIES, type Severity } from '../../../audit';
import type { Suppression } from '../../../audit/suppression';

/** What an audit found, as every format prints it. */
export interface AuditResult {
  /** Those that were asked. */
  readonly rules: readonly AuditRule[];
  readonly findings: readonly AuditFinding[];
  readonly suppressed: readonly { readonly finding: AuditFinding; readonly by: Suppression }[];
  /** The least severity that fails the audit. */
  readonly failOn: Severity;
  readonly version: string;
}

export function isFailing({ severity }: AuditFinding, { failOn }: Pick<AuditResult, 'failOn'>): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

export function count(findings: readonly AuditFinding[], severity: Severity): number {
  return findings.filter((f) => f.severity === severity).length;
}

/** `shop/cart.yaml:12`; of an object that was never text what it is. */
export function placeOf({ file, line, at }: AuditFinding): string {
  if (file === undefined) return at.object;
  return line === undefined ? file : `${file}:${line}`;
}

/** ``AuthorizationPolicy shop/cart spec.rules[0]: `/admin*` matches `/adminx`, too`` */
export function subjectOf({ at }: AuditFinding): string {
  return at.path === '' ? at.object : `${at.object} ${at.path}`;
}

/** `3 errors, 1 warning` */
export function summary({ findings, suppressed }: AuditResult): string {
  const counts = (['error', 'warning', 'info'] as const).map((s) => [s, count(findings, s)] as const).filter(([, n]) => n > 0)
    .map(([s, n]) => (s === 'info' ? `${n} for information` : `${n} ${s}${n === 1 ? '' : 's'}`));
  const found = counts.length === 0 ? 'nothing found' : counts.join(', ');
  return suppressed.length === 0 ? found : `${found}; ${suppressed.length} suppressed`;
}
