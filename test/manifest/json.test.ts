import * as fc from 'fast-check';
import { formatManifestProblem, readText } from '../../src/manifest';
import { composeDocument } from '../../src/manifest/text/compose';
import { readJson } from '../../src/manifest/text/json';
import { ValueReader } from '../../src/manifest/text/value';
import { runs } from '../long';

const account = (name: string, more = {}): object => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, ...more } });
const json = (value: unknown, indent?: number | string): string => JSON.stringify(value, undefined, indent);

function read(text: string): { readonly objects: readonly string[]; readonly problems: readonly string[] } {
  const { manifests, problems } = readText(text, 'a.json');
  return { objects: manifests.objects.map(({ object, origin }) => `${object.metadata.name}:${origin.line}`), problems: problems.map(formatManifestProblem) };
}

describe('a stream of objects', () => {
  const [a, b] = [json(account('a')), json(account('b'), 2)];
  test.each<[string, string, string[]]>([
    ['one a line', `${a}\n${json(account('b'))}\n`, ['a:1', 'b:2']],
    ['one behind the other', `${a}${json(account('b'))}`, ['a:1', 'b:1']],
    ['over several lines', `\n${b}\n\n${a}`, ['b:2', 'a:10']],
    ['Windows line ends', `${b.replaceAll('\n', '\r\n')}\r\n${a}\r\n`, ['b:1', 'a:8']],
    ['tabs', json(account('a'), '\t') + json(account('b'), '\t'), ['a:1', 'b:7']],
    ['with separators of YAML', `---\n${a}\n---\n${b}${a.replace('"a"', '"c"')}\n`, ['a:2', 'b:4', 'c:10']],
    ['beside YAML', `${a}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: b}\n`, ['a:1', 'b:3']],
  ])('%s', (_, text, objects) => {
    expect(read(text)).toEqual({ objects, problems: [] });
  });

  test('what kubectl prints of all kinds is a List, whose items stand on lines of their own', () => {
    const items = [account('a'), account('b'), { ...account('c'), colour: 'red' }];
    const text = json({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items }, 4);
    const { objects, problems } = read(text);
    expect(objects).toEqual(['a:8', 'b:15']);
    expect(problems).toEqual(['a.json:28: colour: [unknown-key] `colour` is not a field of a ServiceAccount; remove it']);
    expect(text.split('\n')[27]).toContain('"colour": "red"');
  });

  test('of an object the lines of its keys are known', () => {
    const { manifests: { objects } } = readText(`${json(account('a'))}\n${json(account('b', { labels: { x: 'y' } }), 2)}`, 'a.json');
    expect(['metadata', 'metadata.labels.x', 'nothing'].map((path) => objects[1].lineOf?.(path))).toEqual([5, 8, 2]);
  });

  test.each<[string, string, string[]]>([
    ['in the middle', `${json(account('a'))}\n{"apiVersion": "v1", "kind" "ServiceAccount"}\n${json(account('c'))}`, ['a:1']],
    ['that was cut off', `${json(account('a'))}\n${json(account('b')).slice(0, 40)}`, ['a:1']],
    ['at the beginning', `{"a" 1}\n${json(account('a'))}`, []],
  ])('one that is broken, %s, is one problem at its line', (_, text, objects) => {
    const found = read(text);
    expect(found.objects).toEqual(objects);
    expect(found.problems).toEqual([expect.stringMatching(/^a\.json:[12]: \[yaml-syntax\] /)]);
  });

  test('a key that is given twice is refused in each', () => {
    expect(read(`${json(account('a'))}\n{"kind": "Pod", "kind": "Pod"}`).problems)
      .toEqual(['a.json:2: [duplicate-key] key `kind` is given twice; kubectl would silently take the last one']);
  });

  test('a key that every object has is one like others', () => {
    const { manifests: { objects } } = readText(json(account('a', { labels: { constructor: 'x' } })), 'a.json');
    expect(objects[0].object.metadata.labels).toEqual({ constructor: 'x' });
  });

  test('more than a parser of YAML would hold is read, and has lines', () => {
    const items = Array.from({ length: 40_000 }, (_, i) => account(`a${i}`, { annotations: { text: 'x'.repeat(900) } }));
    const text = json({ apiVersion: 'v1', kind: 'List', items }, 1);
    expect(text.length).toBeGreaterThan(32 * 1024 * 1024);
    const { manifests: { objects }, problems } = readText(text, 'a.json');
    expect([objects.length, problems.length]).toEqual([40_000, 0]);
    expect(objects[39_999].lineOf?.('metadata.annotations.text')).toBe(text.split('\n').length - 5);
  });
});

/** Undefined: it is not read without the parser. */
function alone(text: string): unknown {
  const { objects, rest } = readJson({ text, line: 1 });
  return rest === undefined && objects.length === 1 ? objects[0].value : undefined;
}

function parsed(text: string): unknown {
  const { document, faults } = composeDocument(text);
  const values = new ValueReader();
  const value = values.read(document?.contents);
  expect([...faults, ...values.faults]).toEqual([]);
  return value;
}

test('what is JSON is read as JSON.parse reads it, and as the parser of YAML does', () => {
  const key = fc.oneof(fc.constantFrom('items', 'a', ' ', '"', '\\', 'é', '日本'), fc.string({ maxLength: 5 })).filter((k) => !(k in {}));
  const { object } = fc.letrec<{ readonly object: unknown; readonly any: unknown }>((tie) => ({
    object: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
    any: fc.oneof({ maxDepth: 4 }, fc.constantFrom(true, false, null), fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ maxLength: 8 }), fc.array(tie('any'), { maxLength: 3 }), tie('object')),
  }));
  fc.assert(fc.property(object, fc.constantFrom(undefined, 1, 4), (value, indent) => {
    const text = json(value, indent);
    expect(alone(text)).toEqual(JSON.parse(text));
    expect(parsed(text)).toEqual(JSON.parse(text));
  }), { numRuns: runs(2_000) });
});

test('what is not JSON is left to the parser', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"items"', '1', '-', '01', '1.', 'true', 'x', ' ', '\n', '\\', '"\\u0061"', '"\\x"', '"', '#', '\t');
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
    const text = `{${pieces.join('')}}`;
    const value = alone(text);
    if (value !== undefined) expect(value).toEqual(JSON.parse(text));
  }), { numRuns: runs(20_000) });
});

test.each(['{a: b}', '{"a": b}', '{"a": 1}: c', '{"a": 1} # b', '{"a": 1} x', '{"a": 1}\n]'])('%j is not taken for JSON', (text) => {
  expect(readJson({ text, line: 3 })).toEqual({ objects: [], rest: { text, line: 3 } });
});
