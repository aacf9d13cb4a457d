import { normalizePath } from '../../src/eval/matcher/normalize';

// As documented for MeshConfig.pathNormalization; path parameters on dot segments and `#` as observed on Envoy.
test.each([
  ['/app', '/app', '/app', '/app', '/app'],
  ['/app?x=/../y', '/app', '/app', '/app', '/app'],
  ['/app/../admin', '/app/../admin', '/admin', '/admin', '/admin'],
  ['/app/..', '/app/..', '/', '/', '/'],
  ['/app/x/..', '/app/x/..', '/app/', '/app/', '/app/'],
  ['/app/.', '/app/.', '/app/', '/app/', '/app/'],
  ['/..', '/..', '/', '/', '/'],
  ['/app//', '/app//', '/app//', '/app/', '/app/'],
  ['/app/%2f', '/app/%2f', '/app/%2f', '/app/%2f', '/app/'],
  ['/xyz%30..//abc', '/xyz%30..//abc', '/xyz0..//abc', '/xyz0../abc', '/xyz0../abc'],
  ['/app/%2E./admin', '/app/%2E./admin', '/admin', '/admin', '/admin'],
  ['/app\\admin', '/app\\admin', '/app/admin', '/app/admin', '/app/admin'],
  ['/%2Fapp%5cadmin%5Cabc', '/%2Fapp%5cadmin%5Cabc', '/%2Fapp%5cadmin%5Cabc', '/%2Fapp%5cadmin%5Cabc', '/app/admin/abc'],
  ['/app//../admin', '/app//../admin', '/app/admin', '/app/admin', '/app/admin'],
  ['/app//../../admin', '/app//../../admin', '/admin', '/admin', '/admin'],
  ['/api/..;a=b/admin', '/api/..;a=b/admin', '/admin', '/admin', '/admin'],
  ['/a/..;x\\b', '/a/..;x\\b', '/', '/', '/'],
  ['/a\\..;x/b', '/a\\..;x/b', '/a/..;x/b', '/a/..;x/b', '/a/..;x/b'],
  ['/a/%2e%2e;x/b', '/a/%2e%2e;x/b', '/a/..;x/b', '/a/..;x/b', '/a/..;x/b'],
  ['/a/..;x%5cb', '/a/..;x%5cb', '/', '/', '/'],
  ['/a%5c..;x/b', '/a%5c..;x/b', '/a%5c..;x/b', '/a%5c..;x/b', '/a/..;x/b'],
  ['/a/..;%00/b', '/a/..;%00/b', '/b', '/b', '/b'],
  ['//', '//', '//', '//', '//'],
  ['//a', '//a', '//a', '/a', '/a'],
  ['/api/x;a=b', '/api/x;a=b', '/api/x;a=b', '/api/x;a=b', '/api/x;a=b'],
  ['/api/...', '/api/...', '/api/...', '/api/...', '/api/...'],
  ['/%2541', '/%2541', '/%2541', '/%2541', '/%2541'],
  ['/%c0%ae', '/%c0%ae', '/%c0%ae', '/%c0%ae', '/%c0%ae'],
  ['/%zz%', '/%zz%', '/%zz%', '/%zz%', '/%zz%'],
  ['/{x}|y', '/{x}|y', '/%7Bx%7D%7Cy', '/%7Bx%7D%7Cy', '/%7Bx%7D%7Cy'],
  ['/é', '/é', '/%C3%A9', '/%C3%A9', '/%C3%A9'],
])('%s', (sent, none, base, merge, decode) => {
  expect([normalizePath(sent, 'NONE'), normalizePath(sent, 'BASE'), normalizePath(sent, 'MERGE_SLASHES'), normalizePath(sent, 'DECODE_AND_MERGE_SLASHES')])
    .toEqual([none, base, merge, decode]);
});

test.each(['relative', '', '*', '\\api\\x', '/app#foo'])('%s is refused, whatever the mode', (sent) => {
  expect([normalizePath(sent, 'NONE'), normalizePath(sent, 'BASE'), normalizePath(sent, 'MERGE_SLASHES')]).toEqual([undefined, undefined, undefined]);
});

test('a path with an encoded NUL is refused', () => {
  expect(normalizePath('/a%00b', 'BASE')).toBeUndefined();
});

// https://github.com/istio/istio/blob/master/tests/integration/security/normalization_test.go (PercentEncoded): what is unreserved is decoded, and both slashes.
test('every encoded byte', () => {
  const seen = Array.from({ length: 255 }, (_, i) => `%${(i + 1).toString(16).padStart(2, '0')}`).map((code) => {
    const char = String.fromCharCode(parseInt(code.slice(1), 16));
    const expected = /[A-Za-z0-9._~-]/.test(char) ? char : '/\\'.includes(char) ? '/' : code;
    return [code, normalizePath(`/admin${code}`, 'DECODE_AND_MERGE_SLASHES'), `/admin${expected}`];
  });
  expect(seen.filter(([, got, expected]) => got !== expected)).toEqual([]);
});
