import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { readContract } from '../../src/contract/read';
import { CONTRACT } from '../golden/contract-owner';
import { changed, fullContract, type Path, places, type Tree } from './full';

const schema = JSON.parse(readFileSync(join(__dirname, '../../schema/contract.schema.json'), 'utf8')) as object & {
  readonly properties: Readonly<Record<string, unknown>>;
};
const isValid = new Ajv({ allErrors: false }).compile(schema);
const full = JSON.parse(JSON.stringify(fullContract())) as Tree;

/** How parts of a contract hang together, JSON Schema cannot say: the reader looks at that once every part is right. */
const BETWEEN: ReadonlySet<string> = new Set(['conflict', 'unknown-name', 'duplicate-value', 'bad-address']);

function opinions(value: unknown): { readonly schema: boolean; readonly reader: boolean } {
  return { schema: isValid(value), reader: readContract(JSON.stringify(value)).problems.every(({ code }) => BETWEEN.has(code)) };
}

const ACCEPTED = { schema: true, reader: true };
const REFUSED = { schema: false, reader: false };
const text = (path: Path): string => path.join('.');

test('the reader has nothing against a contract that has every key, nor one that synth writes', () => {
  expect(readContract(JSON.stringify(full)).problems).toEqual([]);
  expect(readContract(readFileSync(CONTRACT, 'utf8')).problems).toEqual([]);
});

test('both accept what synth writes, and a contract that has every key', () => {
  expect(opinions(JSON.parse(readFileSync(CONTRACT, 'utf8')))).toEqual(ACCEPTED);
  expect(opinions(full)).toEqual(ACCEPTED);
});

/** Labels have free keys. */
const isFree = (path: Path): boolean => path.includes('podLabels');
const all = [...places(full)].filter(({ path }) => !isFree(path));

test('the full contract has every key that the schema knows', () => {
  const has = new Set(all.flatMap(({ path }) => path.filter((step) => typeof step === 'string')));
  const known = keysIn(schema);
  expect(known.size).toBeGreaterThan(40);
  expect([...known].filter((key) => !has.has(key) && key !== 'podLabels')).toEqual([]);
});

test('both refuse an unknown key, wherever it stands', () => {
  const maps = all.filter(({ value }) => typeof value === 'object' && !Array.isArray(value));
  expect(maps.length).toBeGreaterThan(40);
  for (const { path } of maps) expect([text(path), opinions(changed(full, [...path, 'surprise'], 'x'))]).toEqual([text(path), REFUSED]);
});

test('both know which keys may be left out', () => {
  const keys = all.filter(({ path }) => typeof path.at(-1) === 'string');
  for (const { path } of keys) {
    const { schema: bySchema, reader } = opinions(changed(full, path, undefined));
    expect([text(path), reader]).toEqual([text(path), bySchema]);
  }
});

test.each<[string, Tree]>([
  ['a list', []], ['a map', {}], ['an empty text', ''], ['a word', 'surprise'], ['a fraction', 1.5], ['a large number', 70_000], ['false', false],
])('both take or refuse %s alike, wherever it stands', (_, value) => {
  for (const { path } of all) {
    const { schema: bySchema, reader } = opinions(changed(full, path, value));
    expect([text(path), reader]).toEqual([text(path), bySchema]);
  }
});

function keysIn(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const own = Object.entries(value).flatMap(([key, child]) => (
    key === 'properties' ? [...Object.keys(child as object), ...Object.values(child as object).flatMap((c) => [...keysIn(c)])] : [...keysIn(child)]
  ));
  return new Set(own);
}
