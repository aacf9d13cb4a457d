import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import type { AuditFinding, AuditRule, Severity } from '../../../audit';
import { type AuditResult, subjectOf } from './result';

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * SARIF 2.1.0, as code scanning takes it: paths as URIs below the directory where the command runs, one fingerprint for a finding that only
 * moves to another line.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function auditSarif({ rules, findings, suppressed, version }: AuditResult): string {
  const seen = new Map<string, number>();
  const results = [
    ...findings.map((f) => resultOf(f, rules, seen)),
    ...suppressed.map(({ finding, by }) => ({ ...resultOf(finding, rules, seen), suppressions: [{ kind: 'external', justification: by.reason }] })),
  ];
  return `${JSON.stringify({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'mesh-access', version, rules: rules.map(descriptorOf) } }, columnKind: 'utf16CodeUnits', results }],
  }, undefined, 2)}\n`;
}

function descriptorOf({ id, severity, title, why, repair, sources }: AuditRule): object {
  const help = `${why} To repair: ${repair}.`;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: help, markdown: `${help}\n\n${sources.map((s) => `- <${s}>`).join('\n')}` },
    helpUri: sources[0],
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: ['security'], 'problem.severity': severity === 'info' ? 'recommendation' : severity },
  };
}

function resultOf(finding: AuditFinding, rules: readonly AuditRule[], seen: Map<string, number>): object {
  const { rule, severity, at, file, line, message, repair } = finding;
  const subject = subjectOf(finding);
  return {
    ruleId: rule.id,
    ruleIndex: rules.indexOf(rule),
    level: LEVEL[severity],
    message: { text: `${subject}: ${message}; ${repair}` },
    locations: [{
      ...(file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line ?? 1 } } }),
      logicalLocations: [{ fullyQualifiedName: at.object, kind: 'object' }],
    }],
    partialFingerprints: { 'meshAccessFinding/v1': fingerprint(`${rule.id} ${subject} ${message}`, seen) },
  };
}

function uriOf(file: string): string {
  const path = isAbsolute(file) ? relative(process.cwd(), file) : file;
  return path.split(/[\\/]/).map(encodeURIComponent).join('/');
}

/** The second of two that read the same is another one. */
function fingerprint(text: string, seen: Map<string, number>): string {
  const n = (seen.get(text) ?? 0) + 1;
  seen.set(text, n);
  return `${createHash('sha256').update(text).digest('hex').slice(0, 32)}:${n}`;
}
