import { plain, type Paint } from '../../color';
import { SEVERITY_STYLES } from '../painted';
import { type AuditResult, placeOf, subjectOf, summary } from './result';

/** A line each, as compilers do: editors and people know where to go. */
export function auditText(result: AuditResult, paint: Paint = plain): string {
  const { findings, suppressed, rules } = result;
  const lines = findings.map((f) => `${placeOf(f)}: ${paint(SEVERITY_STYLES[f.severity], f.severity)} [${f.rule.id}] ${subjectOf(f)}: ${f.message}; ${f.repair}`);
  const standing = suppressed.map(({ finding, by }) => `${placeOf(finding)}: ${paint('faint', 'suppressed')} [${finding.rule.id}] ${subjectOf(finding)}: ${by.reason}`);
  return `${[...lines, ...standing, `${paint('strong', summary(result))} (${rules.length} rules)`].join('\n')}\n`;
}
