import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RULES } from '../../src/audit';

const ROOT = join(__dirname, '../..');
const TEXT = readFileSync(join(ROOT, 'docs/reference/what-is-held.md'), 'utf8');
const rows = TEXT.split('\n').filter((line) => /^\| (?!behaviour)/.test(line)).map((line) => line.split(' | '));

/** Between backticks that stand before and after a comma: a name may hold some itself. */
const tokens = (cell: string): readonly string[] => cell.replace(/ \|$/, '').split(/(?<=`), (?=`)/).map((token) => token.slice(1, -1));

function isDecider(token: string): boolean {
  return token.includes('/') ? [`src/eval/${token}.ts`, `src/${token}.ts`].some((path) => existsSync(join(ROOT, path))) : RULES.some((rule) => rule.id === token);
}

const STEMS = ['', '.cases.yaml', '.yaml'];
type Cases = readonly { readonly name: string }[];

const namesRead = new Map<string, ReadonlySet<string>>();

/** Of the cases in a file, which many rows name. */
function namesIn(path: string): ReadonlySet<string> {
  const known = namesRead.get(path);
  if (known !== undefined) return known;
  const parsed = parse(readFileSync(path, 'utf8')) as Cases | { readonly cases: Cases };
  const names = new Set(('cases' in parsed ? parsed.cases : parsed).map((c) => c.name));
  namesRead.set(path, names);
  return names;
}

/** A file of tests, and in it a case, or what an error says. */
function isShown(token: string): boolean {
  const [file, ...rest] = token.split(': ');
  const path = STEMS.map((stem) => join(ROOT, 'test', `${file}${stem}`)).find(existsSync);
  if (path === undefined) return false;
  const name = rest.join(': ');
  if (file.startsWith('cases/')) return namesIn(path).has(name);
  const text = readFileSync(path, 'utf8');
  if (file.startsWith('invalid/')) return name !== '' && text.split('\n').some((line) => line.startsWith('# error: ') && line.includes(name));
  return text.includes(name);
}

test('what decides is there, and what shows it', () => {
  expect(rows.length).toBeGreaterThan(80);
  const missing = rows.flatMap(([behaviour, deciders, shown]) => [
    ...tokens(deciders).filter((t) => !isDecider(t)), ...tokens(shown).filter((t) => !isShown(t)),
  ].map((token) => `${behaviour}: ${token}`));
  expect(missing).toEqual([]);
});

test('every rule of the audit stands for something', () => {
  const named = new Set(rows.flatMap(([, deciders]) => tokens(deciders)));
  expect(RULES.map((r) => r.id).filter((id) => !named.has(id))).toEqual([]);
});
