import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { audit, RULES } from '../../src/audit';
import { buildWorld } from '../../src/eval';
import { refText } from '../../src/eval/refs';
import type { MeshSettings } from '../../src/eval/types';
import { readText } from '../../src/manifest';

interface Case {
  readonly settings?: Partial<MeshSettings>;
  readonly bad: string;
  /** Where, in order. */
  readonly finds: readonly string[];
  readonly good: string;
}

const DIRECTORY = join(__dirname, 'rules');
const BASE = readFileSync(join(__dirname, 'base.yaml'), 'utf8');
const caseOf = (id: string): Case => parse(readFileSync(join(DIRECTORY, `${id}.yaml`), 'utf8')) as Case;

function found(id: string, text: string, { settings }: Case): string[] {
  const { manifests, problems } = readText(`${BASE}---\n${text}`, `${id}.yaml`);
  expect(problems).toEqual([]);
  return audit(buildWorld(manifests, settings), manifests.objects).filter((f) => f.rule.id === id).map((f) => refText(f.at));
}

test('every rule has a case, and every case a rule', () => {
  expect(readdirSync(DIRECTORY).map((f) => f.replace('.yaml', '')).sort()).toEqual(RULES.map((r) => r.id));
});

describe.each(RULES.map((r) => [r.id] as const))('%s', (id) => {
  const given = caseOf(id);

  test('finds what is wrong, where it is', () => {
    expect(found(id, given.bad, given)).toEqual(given.finds);
  });

  test('is silent about its twin', () => {
    expect(found(id, given.good, given)).toEqual([]);
  });
});

test('a rule is named as its file, says why and what to do, and where that is from', () => {
  const ids = RULES.map((r) => r.id);
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  expect(readdirSync(join(__dirname, '../../src/audit/rules')).filter((f) => f.endsWith('.ts') && f !== 'index.ts').sort()).toEqual(ids.map((id) => `${id}.ts`));
  for (const { title, why, repair, sources } of RULES) {
    for (const text of [title, repair]) expect(text).not.toMatch(/\.$/);
    expect(why).toMatch(/\.$/);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(source).toMatch(/^https:\/\//);
  }
});
