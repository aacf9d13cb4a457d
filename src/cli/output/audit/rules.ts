import type { AuditRule } from '../../../audit';

/** A line each. */
export function ruleList(rules: readonly AuditRule[]): string {
  const width = Math.max(...rules.map((r) => r.id.length));
  return rules.map((r) => `${r.id.padEnd(width)}  ${r.severity.padEnd('warning'.length)}  ${r.title}\n`).join('');
}

export function ruleText({ id, severity, title, why, repair, sources }: AuditRule): string {
  return `${id} (${severity}): ${title}\n\n${why}\n\nTo repair: ${repair}.\n\n${sources.map((s) => `  ${s}\n`).join('')}`;
}
