import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { audit, RULES } from '../../src/audit';
import { suppress } from '../../src/audit/suppression';
import { readSuppressions } from '../../src/cases/suppressions';
import { auditJson } from '../../src/cli/output/audit/json';
import { auditJunit } from '../../src/cli/output/audit/junit';
import { auditMarkdown } from '../../src/cli/output/audit/markdown';
import type { AuditResult } from '../../src/cli/output/audit/result';
import { auditSarif } from '../../src/cli/output/audit/sarif';
import { buildWorld } from '../../src/eval';
import { type ManifestProblem, readObjects, readText } from '../../src/manifest';
import { rulesPage } from './rules-page';

const BASE = readFileSync(join(__dirname, 'base.yaml'), 'utf8');
const schemaOf = (name: string): object => JSON.parse(readFileSync(join(__dirname, '../../schema', name), 'utf8')) as object;

const POLICIES = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: p, namespace: shop}
spec: {rules: [{to: [{operation: {paths: ["/a|b*", "/<c>&*"], methods: [get]}}]}]}
`;
const SUPPRESSIONS = 'suppressions: [{rule: method-case, object: AuthorizationPolicy shop/p, reason: "as it is", expires: "2027-06-30"}]';

function result(): AuditResult {
  const { manifests } = readText(`${BASE}---${POLICIES}`, 'a b/päth.yaml');
  const problems: ManifestProblem[] = [];
  const suppressions = readSuppressions('s.yaml', SUPPRESSIONS, '2027-01-01', problems);
  expect(problems).toEqual([]);
  const { open, suppressed } = suppress(audit(buildWorld(manifests), manifests.objects), suppressions, '2027-01-01');
  return { rules: RULES, findings: open, suppressed, failOn: 'info', version: '1.2.3' };
}

test('JSON is what its schema says', () => {
  const validate = new Ajv({ allErrors: true }).compile(schemaOf('audit.schema.json'));
  validate(JSON.parse(auditJson(result())));
  expect(validate.errors).toBeNull();
});

test('suppressions are what their schema says', () => {
  const validate = new Ajv({ allErrors: true }).compile(schemaOf('audit-suppressions.schema.json'));
  expect(validate(parse(SUPPRESSIONS))).toBe(true);
  expect(validate({ suppressions: [{ rule: 'method-case' }] })).toBe(false);
});

interface Place {
  readonly artifactLocation: { readonly uri: string };
  readonly region: { readonly startLine: number };
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly [{
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly [{ readonly physicalLocation: Place }];
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
    }[];
  }];
}

test('SARIF has what code scanning asks for', () => {
  const { version, runs: [{ tool: { driver }, results }] } = JSON.parse(auditSarif(result())) as Sarif;
  expect(version).toBe('2.1.0');
  expect(results.length).toBeGreaterThan(3);
  for (const { ruleId, ruleIndex, level, locations: [{ physicalLocation: { artifactLocation, region } }] } of results) {
    expect(driver.rules[ruleIndex].id).toBe(ruleId);
    expect(['error', 'warning', 'note']).toContain(level);
    expect(artifactLocation.uri).toBe('a%20b/p%C3%A4th.yaml');
    expect(region.startLine).toBeGreaterThan(0);
  }
  expect(new Set(results.map((r) => Object.values(r.partialFingerprints)[0])).size).toBe(results.length);
  expect(results.filter((r) => r.suppressions !== undefined)).toMatchObject([{ ruleId: 'method-case', suppressions: [{ kind: 'external', justification: 'as it is' }] }]);
});

test('a finding keeps its fingerprint when it moves to another line', () => {
  const prints = (text: string): string[] => {
    const { manifests } = readText(text, 'a.yaml');
    const findings = audit(buildWorld(manifests), manifests.objects);
    const { runs: [{ results }] } = JSON.parse(auditSarif({ rules: RULES, findings, suppressed: [], failOn: 'info', version: '1' })) as Sarif;
    return results.map((r) => Object.values(r.partialFingerprints)[0]).sort();
  };
  expect(prints(`${BASE}---${POLICIES}`)).toEqual(prints(`${BASE}---\n\n# moved\n\n${POLICIES}`));
});

test('a finding at a key in quotes ends, also where nothing was text', () => {
  const { manifests } = readObjects([{ value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels: { 'istio-injection': 'maybe' } } }, construct: 'app/a' }]);
  expect(audit(buildWorld(manifests), manifests.objects).map(({ rule, line }) => [rule.id, line])).toEqual([['mesh-label-ignored', undefined]]);
});

test('JUnit escapes what is markup', () => {
  const xml = auditJunit(result());
  expect(xml).toContain('`/&lt;c&gt;&amp;*`');
  expect(xml.match(/<testcase /g)).toHaveLength(RULES.length);
  expect(xml.match(/<failure /g)).toHaveLength(Number(/failures="(\d+)"/.exec(xml)?.[1]));
});

test('a bar inside a cell of Markdown is none of its borders', () => {
  const rows = auditMarkdown(result()).split('\n').filter((l) => l.startsWith('| '));
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
});

test('the page of rules is fresh; `npx tsx test/audit/write-rules-page.ts` writes it', () => {
  expect(readFileSync(join(__dirname, '../../docs/reference/audit-rules.md'), 'utf8')).toBe(rulesPage());
});
