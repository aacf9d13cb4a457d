import { escaped } from '../xml';
import { type AuditResult, isFailing, placeOf, subjectOf } from './result';

/** A test case for every rule; it fails with what the rule finds, and passes with it below the bar. https://github.com/testmoapp/junitxml */
export function auditJunit(result: AuditResult): string {
  const { rules, findings } = result;
  const failing = new Set(findings.filter((f) => isFailing(f, result)).map((f) => f.rule));
  const cases = rules.map((rule) => {
    const found = findings.filter((f) => f.rule === rule);
    const open = `    <testcase classname="mesh-access.audit" name="${escaped(rule.id)}"`;
    if (found.length === 0) return `${open}/>`;
    const text = found.map((f) => `${placeOf(f)}: ${subjectOf(f)}: ${f.message}; ${f.repair}`).join('\n');
    if (!failing.has(rule)) return `${open}>\n      <system-out>${escaped(text)}</system-out>\n    </testcase>`;
    return `${open}>\n      <failure type="${rule.severity}" message="${escaped(rule.title)}">${escaped(text)}</failure>\n    </testcase>`;
  });
  const counts = `tests="${rules.length}" failures="${failing.size}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="mesh-access audit" ${counts}>\n${cases.join('\n')}\n  </testsuite>\n</testsuites>\n`;
}
