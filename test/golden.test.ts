import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { build } from '../examples/online-boutique/build';
import { environments } from '../examples/online-boutique/environments';
import { readText } from '../src/manifest';
import { cases } from './golden/cases';
import { CONTRACT, contract } from './golden/contract-owner';
import { validateSchema } from './golden/schemas';
import { failure, inEmptyDirectory, readFiles, synthesize } from './golden/synthesize';
import type { Files } from './golden/synthesize';
import { LONG } from './long';

const GOLDEN = path.join(__dirname, 'golden');
const REPAIR = 'to accept what is emitted now: npm run golden:update';

/** Two opinions that are not the proof's: our strict reader's and the published schemas'. */
function expectValid(manifests: Files): void {
  for (const [file, text] of Object.entries(manifests)) {
    expect(readText(text, file).problems).toEqual([]);
    const documents = parseAllDocuments(text, { uniqueKeys: true });
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) {
      expect(document.errors).toEqual([]);
      expect(() => validateSchema(document.toJS() as { kind: string })).not.toThrow();
    }
  }
}

test('every folder of test/golden is a case', () => {
  const folders = fs.readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(Object.keys(cases)).toEqual(folders.sort());
});

test(`the contract that cases import is the one that its App writes (${REPAIR})`, () => {
  expect(fs.readFileSync(CONTRACT, 'utf8')).toBe(contract());
});

test('no two cases expect the same bytes', () => {
  const seen = new Map<string, string>();
  for (const name of Object.keys(cases)) {
    const bytes = JSON.stringify(readFiles(path.join(GOLDEN, name, 'expected')));
    expect(`${name} is like ${seen.get(bytes) ?? 'no other'}`).toBe(`${name} is like no other`);
    seen.set(bytes, name);
  }
});

test('no two twins fail in the same words', () => {
  const texts = Object.keys(cases).map((name) => fs.readFileSync(path.join(GOLDEN, name, 'twin.txt'), 'utf8'));
  expect(new Set(texts).size).toBe(texts.length);
});

describe.each(Object.entries(cases).map(([name, golden], i) => ({ name, golden, i })))('golden $name', ({ name, golden, i }) => {
  const synthesized = synthesize(golden.build);

  test(`emits what is expected (${REPAIR})`, () => {
    expect(synthesized.manifests).toEqual(readFiles(path.join(GOLDEN, name, 'expected')));
  });

  if (LONG || i % 8 === 0) {
    test('writes the same when synthesized again', () => {
      expect(synthesize(golden.build)).toEqual(synthesized);
    });
  }

  test('emits only what the strict reader and the published schemas accept', () => expectValid(synthesized.manifests));

  test('is proved', () => {
    expect(JSON.parse(synthesized.beside['mesh-access.out/proof.json'])).toMatchObject({ verdict: expect.stringMatching(/^proved/) });
  });

  test('fails when one thing is wrong, in words, and writes nothing', () => {
    const { message, written } = failure(golden.twin);
    expect(`${message}\n`).toBe(fs.readFileSync(path.join(GOLDEN, name, 'twin.txt'), 'utf8'));
    expect(written).toEqual([]);
  });
});

describe.each(environments.map((environment) => [environment.name, environment] as const))('online-boutique in %s', (name, environment) => {
  const manifests = inEmptyDirectory((directory) => {
    const built = build(environment, directory);
    built.app.synth();
    return readFiles(built.manifests);
  });

  test(`emits what is expected (${REPAIR})`, () => {
    expect(manifests).toEqual(readFiles(path.join(__dirname, '../examples/online-boutique/expected', name)));
  });

  test('emits only what the strict reader and the published schemas accept', () => expectValid(manifests));
});
