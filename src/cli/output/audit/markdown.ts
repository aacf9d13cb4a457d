import { SEVERITIES } from '../../../audit';
import { type AuditResult, placeOf, subjectOf, summary } from './result';

/** For a comment of a pull request: the summary, and what was found folded below it, the worst first. */
export function auditMarkdown(result: AuditResult): string {
  const { findings, suppressed } = result;
  const head = `**Audit: ${summary(result)}**\n`;
  if (findings.length + suppressed.length === 0) return head;
  const worstFirst = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const rows = worstFirst.map((f) => [f.severity, `\`${f.rule.id}\``, cell(placeOf(f)), cell(`${subjectOf(f)}: ${f.message}; ${f.repair}`)]);
  const standing = suppressed.map(({ finding, by }) => ['suppressed', `\`${finding.rule.id}\``, cell(placeOf(finding)), cell(`${subjectOf(finding)}: ${by.reason}`)]);
  const lines = [['Severity', 'Rule', 'Where', 'What'], ['---', '---', '---', '---'], ...rows, ...standing].map((row) => `| ${row.join(' | ')} |`);
  return `${head}\n<details${findings.some((f) => f.severity === 'error') ? ' open' : ''}><summary>Findings</summary>\n\n${lines.join('\n')}\n\n</details>\n`;
}

/** A row is one line, and a bar its border. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
