import * as fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readObjects, readPaths, readText, type ReadResult } from '../../src/manifest';
import { splitDocuments } from '../../src/manifest/text/split';
import { runs } from '../long';

const VALID = join(__dirname, 'valid');
const DOCUMENTS = readdirSync(VALID).flatMap((file) => splitDocuments(readFileSync(join(VALID, file), 'utf8'))).map(({ text }) => text);

/** Where the documents of a stream have gone; nothing may be lost. */
function accountedFor({ manifests, problems, skipped }: ReadResult): number {
  return manifests.objects.length + manifests.unread.length + problems.length + Object.values(skipped).reduce((sum, count) => sum + count, 0);
}

/** Something else in one place of a value; `undefined` removes it. */
function mutate(value: unknown, place: number, replacement: unknown): unknown {
  let left = place;
  const walk = (node: unknown): unknown => {
    if (left-- === 0) return replacement;
    if (Array.isArray(node)) return node.map(walk).filter((item) => item !== undefined);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(child)]).filter(([, child]) => child !== undefined));
  };
  return walk(value);
}

const ODD: readonly unknown[] = [
  undefined, null, '', 0, -1, 65536, 1.5, true, [], {}, [null], [[]], { a: null }, '*', '{*}', '__proto__', 'ALLOW', '10.0.0.0/8',
];
const replacement = fc.oneof(fc.jsonValue(), fc.constantFrom(...ODD));
const VALUES: readonly unknown[] = readPaths([VALID]).manifests.objects.map(({ object }) => object);

test('an object with one place changed is read, reported or refused, and stays as it was', () => {
  fc.assert(fc.property(fc.constantFrom(...VALUES), fc.nat(120), replacement, (value, place, other) => {
    const changed = mutate(value, place, other);
    const before = JSON.stringify(changed);
    expect(accountedFor(readObjects([{ value: changed, construct: 'app' }]))).toBeGreaterThan(0);
    expect(JSON.stringify(changed)).toBe(before);
  }), { numRuns: runs(1000) });
});

test('what was read is read again as the same', () => {
  fc.assert(fc.property(fc.constantFrom(...VALUES), fc.nat(120), replacement, (value, place, other) => {
    const [first] = readObjects([{ value: mutate(value, place, other), construct: 'app' }]).manifests.objects;
    if (first === undefined || 'pod' in first.object) return;
    expect(readObjects([{ value: first.object, construct: 'app' }]).manifests.objects.map(({ object }) => object)).toEqual([first.object]);
  }), { numRuns: runs(500) });
});

test('a text with some characters changed is read or refused', () => {
  const markup = ['\n', '\t', '- ', ': ', '{', '[', '"', '\'', '&a ', '*a', '!!', '|', '#', '---', '%', '?'];
  const insert = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom(...markup));
  const edit = fc.record({ at: fc.nat(3000), remove: fc.nat(12), insert });
  fc.assert(fc.property(fc.constantFrom(...DOCUMENTS), fc.array(edit, { minLength: 1, maxLength: 4 }), (document, edits) => {
    let text = document;
    for (const { at, remove, insert } of edits) text = text.slice(0, at % text.length) + insert + text.slice((at % text.length) + remove);
    const documents = splitDocuments(text).length;
    expect(accountedFor(readText(text, 'a.yaml'))).toBeGreaterThanOrEqual(documents);
  }), { numRuns: runs(500) });
});

test('any text at all', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
    expect(accountedFor(readText(text, 'a.yaml'))).toBeGreaterThanOrEqual(splitDocuments(text).length);
  }), { numRuns: runs(1000) });
});
