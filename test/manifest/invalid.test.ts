import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatManifestProblem, readText } from '../../src/manifest';

// Each document of `test/invalid` begins with the problems it must give, one a line: `# error: path: [code] message; repair`.
const DIRECTORY = join(__dirname, '../invalid');

interface Case {
  readonly title: string;
  readonly text: string;
  readonly expected: readonly string[];
}

function casesOf(file: string): Case[] {
  return readFileSync(join(DIRECTORY, file), 'utf8').split(/^---\n/m).map((text) => {
    const expected = [...text.matchAll(/^# error: (.*)$/gm)].map(([, error]) => error);
    return { title: `${file}: ${expected.join(' | ')}`, text, expected };
  });
}

const cases = readdirSync(DIRECTORY).flatMap(casesOf);

test('there is a document for every kind and code', () => {
  expect(cases.length).toBeGreaterThan(300);
  expect(cases.filter(({ expected }) => expected.length === 0)).toEqual([]);
});

test.each(cases)('$title', ({ text, expected }) => {
  const { manifests, problems } = readText(text, 'input.yaml');
  for (const { line, origin } of problems) expect([origin.file, line]).toEqual(['input.yaml', expect.any(Number)]);
  expect(problems.map((problem) => formatManifestProblem({ ...problem, origin: {}, line: undefined }))).toEqual(expected);
  expect(manifests).toEqual({ objects: [], unread: [] });
});

test('a whole file of broken documents gives every problem, each in its own line', () => {
  const text = readFileSync(join(DIRECTORY, 'network-policy.yaml'), 'utf8');
  const problems = readText(text, 'np.yaml').problems;
  expect(problems.map(({ message }) => message)).toEqual(casesOf('network-policy.yaml').flatMap(({ text: one }) => readText(one, '').problems.map(({ message }) => message)));
  const lines = problems.map(({ line }) => line ?? 0);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
  expect(new Set(lines).size).toBe(lines.length);
});
