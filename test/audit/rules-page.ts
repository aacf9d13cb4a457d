import { RULES, SEVERITIES } from '../../src/audit';

/** docs/reference/audit-rules.md: what `mesh-access audit --explain` says, of all rules. */
export function rulesPage(): string {
  const parts = RULES.map(({ id, severity, title, why, repair, sources }) => [
    `## ${id}`, '', `*${severity}* · ${title}`, '', why, '', `To repair: ${repair}.`, '', ...sources.map((s) => `- <${s}>`), '',
  ].join('\n'));
  const counts = SEVERITIES.map((s) => `${RULES.filter((r) => r.severity === s).length} of severity ${s}`).join(', ');
  return [
    '# Rules of `mesh-access audit`', '',
    `${RULES.length} traps: manifests that do not do what they read like (${counts}). Generated from the rules themselves.`, '',
    ...parts,
  ].join('\n');
}
