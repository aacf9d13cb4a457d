import fc from 'fast-check';
import { contains, http, isEmpty, matchesPattern, parseHostPattern, parsePathPattern, parsePattern, type Pattern, subtract, witness } from '../../src/eval/request-set';
import { covers, disjoint, meetPatterns } from '../../src/eval/request-set/pattern-order';
import { shortest } from '../../src/eval/request-set/automata';
import { path, PATHS } from './arbitraries';

const RUNS = { numRuns: 500, seed: 20261122 };

test.each<[string, Pattern]>([
  ['*', { kind: 'present' }],
  ['/api/*', { kind: 'prefix', value: '/api/' }],
  ['*.css', { kind: 'suffix', value: '.css' }],
  ['*a*', { kind: 'suffix', value: 'a*' }],
  ['/a/*/c', { kind: 'exact', value: '/a/*/c' }],
  ['', { kind: 'exact', value: '' }],
])('`%s` is read as Istio reads it', (text, expected) => {
  expect(parsePattern(text)).toEqual(expected);
});

test('a host pattern is lower-cased, and a request matches in any case', () => {
  const set = http({ hosts: { in: [parseHostPattern('Catalog.Shop')] } });
  expect(contains(set, { kind: 'http', method: 'GET', host: 'CATALOG.shop', path: '/', headers: {}, when: [] })).toBe(true);
  expect(contains(set, { kind: 'http', method: 'GET', host: 'catalog.shop:80', path: '/', headers: {}, when: [] })).toBe(false);
});

// Rows of Istio's own PathTemplating test and of requests sent through a real Envoy.
test.each([
  ['/allow/admin/{**}', ['/allow/admin/', '/allow/admin/temp', '/allow/admin/foo/temp.txt'], ['/allow/admin', '/allow']],
  ['/foo/{*}/bar/{**}', ['/foo/buzz/bar/bat'], ['/foo//bar/bat.txt', '/foo/bar/bat.txt']],
  ['/store/{**}/cart', ['/store//cart', '/store/foo/bar/cart'], ['/store/cart']],
  ['/a/{*}/c', ['/a/b/c', '/a/b%2fb/c', '/a/~!$&/c', '/a/b=b/c', '/a/*/c'], ['/a//c', '/a/b/b/c', '/a/"/c']],
  ['/a/{**}', ['/a/', '/a/*', '/a/b/*', '/a/b=c'], ['/a', '/a/<']],
])('the template %s', (template, matching, others) => {
  const pattern = parsePathPattern(template);
  expect(matching.filter((p) => !matchesPattern(pattern, p))).toEqual([]);
  expect(others.filter((p) => matchesPattern(pattern, p))).toEqual([]);
  // The automaton, asked about each path by itself, agrees with the matcher.
  const only = (value: string): string | undefined => shortest('path', { in: [{ kind: 'all', of: [pattern, { kind: 'exact', value }] }] });
  expect(matching.map(only)).toEqual(matching);
  expect(others.map(only)).toEqual(others.map(() => undefined));
});

test('automaton and matcher agree on every pattern and every path of a small alphabet', () => {
  fc.assert(fc.property(path, path, (a, b) => {
    const left = PATHS.filter((p) => matchesPattern(a, p) && !matchesPattern(b, p));
    const found = shortest('path', { in: [a], notIn: [b] });
    if (found === undefined) expect(left).toEqual([]);
    else expect([matchesPattern(a, found), matchesPattern(b, found)]).toEqual([true, false]);
  }), RUNS);
});

test('what is seen by looking at two patterns is true of every path', () => {
  fc.assert(fc.property(path, path, (a, b) => {
    const meet = meetPatterns(a, b);
    const [covering, apart] = [covers(a, b), disjoint(a, b)];
    expect(PATHS.filter((p) => {
      const [inA, inB] = [matchesPattern(a, p), matchesPattern(b, p)];
      return (covering && inB && !inA) || (apart && inA && inB) || (meet !== undefined && matchesPattern(meet, p)) !== (inA && inB);
    })).toEqual([]);
  }), RUNS);
});

test('characters that regular expressions and templates treat specially are literal in a value', () => {
  const special = fc.string({ unit: fc.constantFrom(...'.*+?^${}()|[]\\/-a'), minLength: 1, maxLength: 6 });
  fc.assert(fc.property(special, special, fc.constantFrom('exact', 'prefix', 'suffix'), (value, other, kind) => {
    const found = shortest('method', { in: [{ kind, value }] })!;
    expect(found).toBe(value);
    expect(shortest('method', { in: [{ kind: 'exact', value: other }], notIn: [{ kind: 'exact', value }] })).toBe(value === other ? undefined : other);
  }), RUNS);
});

describe('a witness is a request that people would send', () => {
  const get = parsePattern('GET');
  test.each([
    ['another method', http({ methods: { notIn: [get] } }), 'POST /'],
    ['below a prefix', http({ paths: { in: [parsePathPattern('/admin/*')], notIn: [parsePathPattern('/admin/')] } }), 'GET /admin/x'],
    ['around a template', http({ paths: { in: [parsePathPattern('/p/*')], notIn: [parsePathPattern('/p/{*}')] } }), 'GET /p/'],
    ['between prefix and suffix', subtract(http({ paths: { in: [parsePathPattern('*.js')] } }), http({ paths: { notIn: [parsePathPattern('/lib/*')] } })), 'GET /lib/.js'],
  ])('%s', (_name, set, expected) => {
    const w = witness(set);
    expect(w?.kind === 'http' && `${w.method} ${w.path}`).toBe(expected);
  });

  test.each(['/a?b', '/a#b', '/a/../b', '/a/.', '/a\\b', '/a/%2e%2E/b', '/x%78', 'a', '*'])('no request reaches a policy with the path %s', (value) => {
    expect(isEmpty(http({ paths: { in: [{ kind: 'exact', value }] } }))).toBe(true);
  });

  test('`/a/%2e%2e;p=1/b` reaches a policy as `/a/..;p=1/b`', () => {
    expect(isEmpty(http({ paths: { in: [{ kind: 'exact', value: '/a/..;p=1/b' }] } }))).toBe(false);
  });
});
