import { formatManifestProblem, readText } from '../../src/manifest';
import { parsePath, formatPath } from '../../src/manifest/schema/path';
import { resolvePlain } from '../../src/manifest/text/scalar';
import { splitDocuments } from '../../src/manifest/text/split';

const account = (name: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}}\n`;
const names = (text: string): string[] => readText(text, 'a.yaml').manifests.objects.map(({ object }) => object.metadata.name);
const errors = (text: string): string[] => readText(text, 'a.yaml').problems.map(formatManifestProblem);

describe('a stream', () => {
  test.each<[string, string, [string, number][]]>([
    ['nothing', '', []],
    ['comments and separators', '# a\n---\n\n--- # b\n', []],
    ['one document', 'a: 1\n', [['a: 1\n', 1]]],
    ['a leading separator', '---\na: 1\n', [['---\na: 1\n', 1]]],
    ['two documents', 'a: 1\n---\nb: 1\n', [['a: 1\n', 1], ['---\nb: 1\n', 2]]],
    ['content beside the separator', '--- {a: 1}\n---\t{b: 1}', [['--- {a: 1}\n', 1], ['---\t{b: 1}', 2]]],
    ['Windows line ends', 'a: 1\r\n---\r\nb: 1\r\n', [['a: 1\r\n', 1], ['---\r\nb: 1\r\n', 2]]],
    ['dashes that are no separator', 'a: |\n  ---\n----\n---b\n', [['a: |\n  ---\n----\n---b\n', 1]]],
  ])('of %s', (_, stream, documents) => {
    expect(splitDocuments(stream).map(({ text, line }) => [text, line])).toEqual(documents);
  });

  test('a broken document leaves its neighbours alone', () => {
    const text = [account('a'), 'kind: "\n', account('b'), 'x: [1, 2\n', account('c')].join('---\n');
    expect(names(text)).toEqual(['a', 'b', 'c']);
    expect(readText(text, 'a.yaml').problems.map(({ code, line }) => [code, line])).toEqual([['yaml-syntax', 6], ['yaml-syntax', 12]]);
  });

  test('JSON is read, too, with tabs and escapes', () => {
    expect(names(`{\n\t"apiVersion": "v1",\n\t"kind": "ServiceAccount",\n\t"metadata": {"name": "\\u0061"}\n}`)).toEqual(['a']);
    expect(errors('{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a", "name": "b"}}'))
      .toEqual(['a.yaml:1: [duplicate-key] key `name` is given twice; kubectl would silently take the last one']);
  });

  test('a byte order mark is no content', () => {
    expect(names(`\uFEFF${account('a')}`)).toEqual(['a']);
  });
});

describe('plain scalars are read as kubectl does', () => {
  test.each<[string, unknown]>([
    ['', null], ['~', null], ['Null', null], ['nul', 'nul'],
    ['y', true], ['Yes', true], ['ON', true], ['oN', 'oN'], ['n', false], ['off', false], ['False', false],
    ['0', 0], ['8080', 8080], ['-1', -1], ['+1', 1], ['1_000', 1000], ['010', 8], ['0o10', 8], ['08', 8], ['0x1F', 31], ['0b11', 3], ['-0x10', -16],
    ['1.10', 1.1], ['.5', 0.5], ['5.', 5], ['1e3', 1000], ['1.5E-2', 0.015], ['.inf', Infinity], ['-.Inf', -Infinity], ['.NaN', NaN],
    ['1.2.3', '1.2.3'], ['10:30', '10:30'], ['2026-01-02', '2026-01-02'], ['1e', '1e'], ['0x', '0x'], ['-', '-'], ['+', '+'], ['10.0.0.0/8', '10.0.0.0/8'],
    ['v1', 'v1'], ['_1', '_1'], ['=', '='],
  ])('%j', (text, value) => {
    expect(resolvePlain(text)).toEqual(value);
  });

  test('quotes and block scalars make strings', () => {
    const text = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: "1"\n  annotations: {a: \'on\', b: "1.0", c: !!str 1}\n';
    expect(readText(text, 'a').manifests.objects[0].object.metadata).toEqual({ name: '1', annotations: { a: 'on', b: '1.0', c: '1' } });
  });
});

describe('anchors', () => {
  test('aliases and merge keys', () => {
    const text = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  labels: &l {x: a, y: b}\n  annotations: {<<: *l, "y": c, z: d}\n';
    expect(errors(text)).toEqual([]);
    expect(readText(text, 'a').manifests.objects[0].object.metadata.annotations).toEqual({ x: 'a', true: 'b', y: 'c', z: 'd' });
  });

  test('a bomb of aliases is refused', () => {
    const levels = Array.from({ length: 20 }, (_, i) => `l${i}: &l${i} [${Array(10).fill(i === 0 ? 'x' : `*l${i - 1}`).join(', ')}]`);
    expect(errors(`apiVersion: v1\nkind: ConfigMap\n${levels.join('\n')}\n`)[0]).toMatch(/\[alias-bomb\] aliases expand to more than 100000 values$/);
  });
});

test('many small maps on one line are not deep', () => {
  const annotations = Array.from({ length: 300 }, (_, i) => `k${i}: v`).join(', ');
  expect(errors(`{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, annotations: {${annotations}}}}\n`)).toEqual([]);
  expect(errors(`apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, annotations: {${annotations}}}\n`)).toEqual([]);
});

describe('hostile input is an error and not a hang', () => {
  const DEEP = 50_000;
  const prefix = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: ';
  test.each<[string, string]>([
    ['nested flow lists', prefix + '['.repeat(DEEP)],
    ['closed flow lists', prefix + '['.repeat(DEEP) + ']'.repeat(DEEP)],
    ['nested flow maps', prefix + '{a: '.repeat(DEEP)],
    ['list items in one line', `${prefix}\n  ${'- '.repeat(DEEP)}a`],
    ['complex keys in one line', `${prefix}\n  ${'? '.repeat(DEEP)}a`],
    ['block maps', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['block lists', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}-`).join('\n')],
  ])('%s', (_, text) => {
    const { problems, manifests } = readText(text, 'a.yaml');
    expect(problems.map(({ code }) => code)).toEqual(['too-deep']);
    expect(manifests.objects).toEqual([]);
  });

  test('nesting as deep as allowed is read', () => {
    const text = `apiVersion: v1\nkind: Secret\ndata: ${'['.repeat(90)}${']'.repeat(90)}\n`;
    expect(readText(text, 'a.yaml')).toMatchObject({ problems: [], skipped: { 'v1/Secret': 1 } });
  });

  test('brackets inside scalars do not count', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    ${'['.repeat(500)}\n  b: "${'{'.repeat(500)}"\n  c: x${'['.repeat(500)}\n`;
    expect(errors(text)).toEqual([]);
  });

  test('a map of five thousand keys, each unknown', () => {
    const text = `${account('a')}${Array.from({ length: 5_000 }, (_, i) => `k${i}: 1`).join('\n')}\n`;
    const { problems } = readText(text, 'a.yaml');
    expect(problems).toHaveLength(51);
    expect(problems[50]).toMatchObject({ code: 'too-many-problems' });
  });

  test('a scalar of megabytes', () => {
    const { problems } = readText(account('x'.repeat(5_000_000)), 'a.yaml');
    expect(problems).toHaveLength(1);
    expect(problems[0].message.length).toBeLessThan(200);
  });

  test.each<[string, string]>([
    ['slashes in a path', `{operation: {paths: ["${'/'.repeat(500_000)}{"]}}`],
    ['brackets in a condition', `{operation: {hosts: [a]}}\n      when: [{key: "request.headers${'['.repeat(500_000)}x", values: [a]}]`],
    ['digits in a port', `{operation: {ports: ["${'1'.repeat(500_000)}"]}}`],
    ['dots in a host', `{operation: {hosts: ["${'a.'.repeat(500_000)}"], ports: [x]}}`],
  ])('half a million %s', (_, to) => {
    const policy = `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a}\nspec:\n  rules:\n    - to:\n        - ${to}\n`;
    // Quadratic work on it would run into the runner's limit, whatever the machine.
    expect(readText(policy, 'a.yaml').problems).toHaveLength(1);
  });

  test('a document that no cluster could hold', () => {
    expect(readText(`a: ${'x'.repeat(33 * 1024 * 1024)}`, 'a.yaml').problems).toMatchObject([{ code: 'too-large', line: 1 }]);
  });

  test('keys of the prototype are keys like others', () => {
    const text = `${account('a')}__proto__: {polluted: true}\nconstructor: 1\n`;
    expect(readText(text, 'a').problems.map(({ path, code }) => [path, code])).toEqual([['__proto__', 'unknown-key'], ['constructor', 'unknown-key']]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(readText('apiVersion: v1\nkind: __proto__\nmetadata: {name: a}\n', 'a').manifests.unread).toMatchObject([{ kind: '__proto__', concern: 'unknown kind' }]);
  });

  test('control characters do not reach the terminal', () => {
    expect(errors(account('"\\e[31m\\u202e"'))[0]).toContain('`\\u{1b}[31m\\u{202e}`');
  });
});

describe('lines', () => {
  const text = [
    '# comment', 'apiVersion: security.istio.io/v1', 'kind: AuthorizationPolicy', 'metadata:', '  name: a', '  labels:', '    app.kubernetes.io/name: a', 'spec:',
    '  rules:', '    - from:', '        - source:', '            principals:', '              - x', '              - "y"', '      to:',
    '        - operation: {ports: ["80"],', '            methods: [GET]}', '    - {}', '',
  ].join('\n');
  const [{ origin, lineOf }] = readText(`${account('b')}---\n${text}`, 'a.yaml').manifests.objects.slice(1);

  test.each<[string, number | undefined]>([
    ['', 6], ['metadata.name', 9], ['metadata.labels["app.kubernetes.io/name"]', 11], ['spec', 12], ['spec.rules[0]', 14], ['spec.rules[0].from', 14],
    ['spec.rules[0].from[0].source.principals[1]', 18], ['spec.rules[0].to[0].operation.methods[0]', 21], ['spec.rules[1]', 22],
    ['spec.rules[0].when[0]', 14], ['spec.rules[9]', 13], ['spec.action', 12], ['metadata.labels.none', 10], ['spec..rules[', undefined],
  ])('of %j is %p', (path, line) => {
    expect(lineOf?.(path)).toBe(line);
  });

  test('of the object is that of its first key', () => {
    expect(origin).toEqual({ file: 'a.yaml', line: 6 });
  });

  test('of an item of a List', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n${account('a').replace(/^/gm, '    ').replace('    api', '  - api').trimEnd()}\n  - apiVersion: v1\n    kind: ServiceAccount\n    metadata: {name: B}\n`;
    const { manifests, problems } = readText(list, 'l.yaml');
    expect(manifests.objects).toMatchObject([{ object: { metadata: { name: 'a' } }, origin: { file: 'l.yaml', line: 4 } }]);
    expect(manifests.objects[0].lineOf?.('metadata.name')).toBe(6);
    expect(problems).toMatchObject([{ code: 'bad-name', path: 'metadata.name', line: 9, origin: { line: 7 } }]);
  });
});

test.each([[[]], [['a', 0, 'b']], [['metadata', 'labels', 'a.b/c"\\']], [['', 'x-y', '0']]])('paths are written and read back: %j', (path) => {
  expect(parsePath(formatPath(path))).toEqual(path);
});
