import type { AuditFinding } from '../../../audit';
import { type AuditResult, count } from './result';

/** schema/audit.schema.json */
export function auditJson({ findings, suppressed, rules }: AuditResult): string {
  return `${JSON.stringify({
    schema: 'cdk8s-mesh-access/audit',
    version: 1,
    errors: count(findings, 'error'),
    warnings: count(findings, 'warning'),
    infos: count(findings, 'info'),
    rules: rules.map((r) => r.id),
    findings: findings.map(findingJson),
    suppressed: suppressed.map(({ finding, by }) => ({
      ...findingJson(finding), reason: by.reason, ...(by.expires === undefined ? {} : { expires: by.expires }),
    })),
  }, undefined, 2)}\n`;
}

function findingJson({ rule, severity, at, file, line, message, repair }: AuditFinding): object {
  return {
    rule: rule.id,
    severity,
    object: at.object,
    ...(at.path === '' ? {} : { path: at.path }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    message,
    repair,
  };
}
