import { type AuditResult, placeOf, subjectOf, summary } from './result';

/** A line each, as compilers do: editors and people know where to go. */
export function auditText(result: AuditResult): string {
  const { findings, suppressed, rules } = result;
  const lines = findings.map((f) => `${placeOf(f)}: ${f.severity} [${f.rule.id}] ${subjectOf(f)}: ${f.message}; ${f.repair}`);
  const standing = suppressed.map(({ finding, by }) => `${placeOf(finding)}: suppressed [${finding.rule.id}] ${subjectOf(finding)}: ${by.reason}`);
  return `${[...lines, ...standing, `${summary(result)} (${rules.length} rules)`].join('\n')}\n`;
}
