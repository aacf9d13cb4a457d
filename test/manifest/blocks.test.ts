import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readBlocks } from '../../src/manifest/text/blocks';
import { composeDocument } from '../../src/manifest/text/compose';
import { splitDocuments } from '../../src/manifest/text/split';
import { ValueReader } from '../../src/manifest/text/value';
import { runs } from '../long';

interface Parsed {
  readonly faults: readonly string[];
  readonly value: unknown;
  readonly above: number;
  /** Wherever there are any. */
  readonly aboveItems: readonly number[];
}

interface Contents {
  readonly range: readonly [number];
  readonly items?: readonly { readonly key: { readonly value: unknown }; readonly value: { readonly items?: readonly Contents[] } | null }[];
}

/** What the parser says, in the same form. */
function parsed(text: string): Parsed {
  const { document, faults } = composeDocument(text);
  const values = new ValueReader();
  const value = faults.length > 0 ? undefined : values.read(document?.contents);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  const contents = document?.contents as Contents | undefined;
  const items = contents?.items?.find(({ key }) => String(key.value) === 'items')?.value?.items ?? [];
  return {
    faults: [...faults, ...values.faults].map((f) => f.message),
    value,
    above: lineAt(contents?.range[0] ?? 0),
    aboveItems: items.map((item) => lineAt(item.range[0])),
  };
}

/** Whether it was read without the parser, who would have said the same. */
function agrees(text: string): boolean {
  const blocks = readBlocks(text);
  if (blocks === undefined) return false;
  const { faults, value, above, aboveItems } = parsed(text);
  expect({ text, faults, value, above }).toEqual({ text, faults: [], value: blocks.value, above: blocks.lines.above });
  if (blocks.lines.aboveItems !== undefined) expect({ text, aboveItems }).toEqual({ text, aboveItems: blocks.lines.aboveItems });
  return true;
}

function yamlBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : yamlBelow(path);
    return /\.ya?ml$/.test(entry.name) ? [path] : [];
  });
}

const documentsBelow = (...directories: readonly string[]): readonly string[] => directories.filter((d) => existsSync(d))
  .flatMap(yamlBelow).flatMap((file) => splitDocuments(readFileSync(file, 'utf8')).map((d) => d.text));

test('what cdk8s writes is read without the parser, and as the parser reads it', () => {
  const documents = documentsBelow('test/golden', 'examples/online-boutique');
  const alone = documents.filter(agrees);
  expect(documents.length).toBeGreaterThan(1000);
  expect(alone.length / documents.length).toBeGreaterThan(0.95);
});

test('what people write is read as the parser reads it', () => {
  for (const document of documentsBelow('test/manifest', 'test/invalid', 'test/cases', 'test/cli', 'examples', 'conformance')) agrees(document);
});

/** `true`: in the subset. All of them are compared with the parser where they are. */
test.each<[boolean, string]>([
  [true, 'a: 1'],
  [true, '---\n# Source: a/b.yaml\n\na: b # c'.replace(' # c', '')],
  [true, '---   \na: b   \n\n  # c\nd:\n- e\n-  f: g\n   h: i\n- \n-\nj: k'],
  [true, 'a:\n  b:\n    - c: d\n      e:\n      - f\n      - g\n  h: {}\ni: []\n'],
  [true, 'a: |\n  b\n   c\n\n  # d\n\n\n# e\nf: |-\n   g\n\n'],
  [true, 'a:\n  - |\n    b\n  - c: |-\n      d\n    e: f'],
  [true, 'a: yes\nb: no\nc: 010\nd: 1e3\ne: 0x1F\nf: 1_000\ng: null\nh: 2024-01-01\ni: 12:30:45\nj: .5\nk: -1\nl: +1\nm: 1.10\nn1: .inf\no: -.inf\np: .nan\nq: 0o17\nr: 0b11'],
  [true, 'a: "b: c # d"\ne: \'f: "g" # h\'\n"8080": i\n"j k": l\nm: ""'],
  [true, 'a: b#c\nd: e:f\ng: h,i[j]{k}\nl: (m)\nn1: /o/p\nq: $r\ns: a"b\'c&d*e!f|g>h%i@j`k'],
  [true, 'toString_: a\nitems:\n  - a: 1\n  # c\n  - b: 2\n\n  - 3'],
  [true, 'items:\n- a: 1\n- b: 2\nkind: List'],
  [true, 'a:\nb:'],
  [true, 'a: ~/*\nb:\n- ~/c\n- ~/'],
  [false, ''],
  [false, 'a'],
  [false, '- a'],
  [false, ' a: b'],
  [false, 'a: b\n c: d'],
  [false, 'a: b\n  c'],
  [false, 'a: b\n\n  c'],
  [false, 'a: b\n# d\n  c'],
  [false, 'a:\n  b: c\n d: e'],
  [false, 'a:\n  - b\n - c'],
  [false, 'a:\n  - b\n    - c'],
  [false, 'a:\n  - b: c\n     d: e'],
  [false, 'a:\n  - b: c\n   d: e'],
  [false, 'a: b\na: c'],
  [false, 'a: b\n"a": c'],
  [false, '__proto__: b'],
  [false, 'constructor: b'],
  [false, 'yes: b'],
  [false, 'null: b'],
  [false, '1: b'],
  [false, 'a b: c'],
  [false, 'a : b'],
  [false, 'a:b'],
  [false, 'a:\tb'],
  [false, 'a: b\tc'],
  [false, 'a: b\r\nc: d'],
  [false, '\ufeffa: b'],
  [false, 'a: \u00e4'],
  [false, 'a: b # c'],
  [false, 'a: # c'],
  [false, 'a: b: c'],
  [false, 'a: b:'],
  [false, 'a: - b'],
  [false, 'a: -'],
  [false, 'a: ? b'],
  [false, 'a: [b]'],
  [false, 'a: { }'],
  [false, 'a: {} b'],
  [false, 'a: &b c'],
  [false, 'a: *b'],
  [false, 'a: ~b'],
  [false, 'a: ~/b: c'],
  [false, 'a: !b c'],
  [false, 'a: !!str 1'],
  [false, 'a: %b'],
  [false, 'a: @b'],
  [false, 'a: `b'],
  [false, 'a: "b'],
  [false, 'a: "b" c'],
  [false, 'a: "b\\n"'],
  [false, 'a: "b\n  c"'],
  [false, 'a: \'b\'\'c\''],
  [false, 'a: >\n  b'],
  [false, 'a: |+\n  b\n\n'],
  [false, 'a: |2\n   b'],
  [false, 'a: | # c\n  b'],
  [false, 'a: |\n\n  b'],
  [false, 'a: |\n  b\n    \n  c'],
  [false, 'a: |\nb: c'],
  [false, 'a: |\n    b\n  c'],
  [false, 'a:\n  - |\n  b'],
  [false, '<<: {}'],
  [false, '? a\n: b'],
  [false, 'a:\n  b'],
  [false, 'a:\n  "b"'],
  [false, 'a:\n- - b'],
  [false, '--- a: b'],
  [false, '---\n--- \na: b'],
  [false, 'a: b\n...'],
  [false, 'a: b\n...\nc: d'],
  [false, '%YAML 1.2\n---\na: b'],
  [false, 'items:\n-\n  a: 1'],
  [false, `a:${' '.repeat(500)}b`],
  [false, Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
])('%s: %j', (inSubset, text) => {
  expect(agrees(text)).toBe(inSubset);
});

/** Pieces that mean something, so that what comes of them is nearly YAML. */
const PIECES = [
  'a', 'b1', 'items', 'true', '8', '"q"', '\'s\'', '{}', '[]', '|', '|-', '-', ':', '#', '&', '*', '?', '!', '---', '.', ',', '<<', '"', '\'', '\\', '>', '~', '%',
];

test('of any text the parser says the same', () => {
  const token = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('a: b', 'a:', 'c: ', '- ', 'd: |', '- e: f', '# g') }, { weight: 2, arbitrary: fc.constantFrom(...PIECES) });
  const line = fc.tuple(fc.nat({ max: 5 }), fc.array(token, { maxLength: 3 }), fc.constantFrom('', ' ')).map(([indent, tokens, end]) => ' '.repeat(indent) + tokens.join(' ') + end);
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 7 }).map((lines) => lines.join('\n')), (text) => {
    for (const document of splitDocuments(text)) agrees(document.text);
  }), { numRuns: runs(20_000) });
});

test('a line taken from, put into or moved in a manifest changes the value for both', () => {
  const documents = documentsBelow('test/golden/http-exact', 'test/golden/external-https').filter((d) => readBlocks(d) !== undefined);
  let taken = 0;
  fc.assert(fc.property(fc.constantFrom(...documents), fc.nat(), fc.integer({ min: -3, max: 3 }), fc.constantFrom('', '# c', 'x', 'x: y', '- x', '  '), (document, at, by, added) => {
    const lines = document.split('\n');
    const i = at % lines.length;
    const moved = by >= 0 ? ' '.repeat(by) + lines[i] : lines[i].slice(-by);
    if (agrees([...lines.slice(0, i), moved, ...lines.slice(i + 1)].join('\n'))) taken++;
    if (agrees([...lines.slice(0, i), ' '.repeat(Math.abs(by)) + added, ...lines.slice(i)].join('\n'))) taken++;
    if (agrees([...lines.slice(0, i), ...lines.slice(i + 1)].join('\n'))) taken++;
  }), { numRuns: runs(1_500, 3) });
  expect(taken).toBeGreaterThan(runs(1_000, 3));
});
