import { HttpPath } from '../../src';

/** [call, value, message] */
const REFUSED: [keyof typeof HttpPath & ('exact' | 'under' | 'prefix' | 'suffix' | 'template'), unknown, string][] = [
  ['exact', 'cart', '[invalid-path] path `cart` must start with `/`; write `/cart`'],
  ['exact', 'cart?id=1', '[invalid-path] path `cart?id=1` must start with `/`; write `/cart`'],
  ['under', 'cart', '[invalid-path] path `cart` must start with `/`; write `/cart`'],
  ['prefix', 'cart', '[invalid-path] path `cart` must start with `/`; write `/cart`'],
  ['template', '{*}', '[invalid-path] path `{*}` must start with `/`; write `/{*}`'],
  ['exact', '', '[invalid-path] path is empty; give a value or leave it out'],
  ['exact', undefined, '[invalid-path] path must be a string, got nothing; give a string'],
  ['exact', 7, '[invalid-path] path must be a string, got `7`; give a string'],
  ['exact', '/a?b=1', '[invalid-path] path `/a?b=1` has a query, which is removed before paths are compared; write `/a`'],
  ['suffix', '?b=1', '[invalid-path] path `?b=1` has a query, which is removed before paths are compared; give what the path itself ends with'],
  ['template', '/{*}?b=1', '[invalid-path] path `/{*}?b=1` has a query, which is removed before paths are compared; write `/{*}`'],
  ['prefix', '/a#b', '[invalid-path] path `/a#b` has a fragment, which no request carries; write `/a`'],
  ['exact', '/api/*', '[invalid-path] path `/api/*` has a `*`, which would be taken literally or as a pattern nobody wrote; did you mean `HttpPath.under(\'/api\')` or `HttpPath.prefix(\'/api/\')`'],
  ['exact', '/api*', '[invalid-path] path `/api*` has a `*`, which would be taken literally or as a pattern nobody wrote; did you mean `HttpPath.prefix(\'/api\')`'],
  ['exact', '/*', '[invalid-path] path `/*` has a `*`, which would be taken literally or as a pattern nobody wrote; leave `paths` out for every path'],
  ['exact', '/a/*/b', '[invalid-path] path `/a/*/b` has a `*`, which would be taken literally or as a pattern nobody wrote; use `HttpPath.template` with `{*}` for one whole segment'],
  ['under', '/api/*', '[invalid-path] path `/api/*` has a `*`, which would be taken literally or as a pattern nobody wrote; leave the star out: `under` has everything below already'],
  ['prefix', '/api*', '[invalid-path] path `/api*` has a `*`, which would be taken literally or as a pattern nobody wrote; leave the star out: a prefix matches whatever follows'],
  ['suffix', '*.css', '[invalid-path] path `*.css` has a `*`, which would be taken literally or as a pattern nobody wrote; leave the star out: a suffix matches whatever comes before'],
  ['exact', '/a/{id}', '[invalid-path] path `/a/{id}` has braces, which only a template may have; use `HttpPath.template` with `{*}` for one segment or `{**}` for any number'],
  ['exact', '/a/{*}', '[invalid-path] path `/a/{*}` has braces, which only a template may have; use `HttpPath.template` with `{*}` for one segment or `{**}` for any number'],
  ['under', '/cart/', '[invalid-path] path `/cart/` ends with `/`; write `/cart`, which has everything below, or use `HttpPath.prefix`'],
  ['exact', '/a/../b', '[invalid-path] path `/a/../b` has a `.` or `..` segment, which is resolved before paths are compared; write the path it resolves to'],
  ['exact', '/a/..;x=y/b', '[invalid-path] path `/a/..;x=y/b` has a `.` or `..` segment, which is resolved before paths are compared; write the path it resolves to'],
  ['exact', '/.', '[invalid-path] path `/.` has a `.` or `..` segment, which is resolved before paths are compared; write the path it resolves to'],
  ['exact', '/%2e/b', '[invalid-path] path `/%2e/b` has `%2e`, which is decoded before paths are compared; write `.`'],
  ['exact', '/%41', '[invalid-path] path `/%41` has `%41`, which is decoded before paths are compared; write `A`'],
  ['exact', '/50%', '[invalid-path] path `/50%` has `%`, which is not an encoded character; write `%25` for a percent sign'],
  ['exact', '/%zz', '[invalid-path] path `/%zz` has `%zz`, which is not an encoded character; write `%25` for a percent sign'],
  ['exact', '/a%00', '[invalid-path] path `/a%00` has `%00`, which proxies refuse; leave it out'],
  ['exact', '/a\\b', '[invalid-path] path `/a\\b` has a `\\`, which is rewritten to `/` before paths are compared; write `/`'],
  ['exact', '/a b', '[invalid-path] path `/a b` has a space, which clients send encoded; write `%20`'],
  ['exact', '/é', '[invalid-path] path `/é` has `é`, which clients send encoded; write `%C3%A9`'],
  ['template', '/a', '[invalid-path] path `/a` has no operator; write `HttpPath.exact(\'/a\')`'],
  ['template', '/a/{id}', '[invalid-path] path `/a/{id}` has the segment `{id}`; segments have no names: write `{*}` for one segment or `{**}` for any number'],
  ['template', '/a{*}', '[invalid-path] path `/a{*}` has an operator inside the segment `a{*}`; an operator must be a whole segment'],
  ['template', '/{**}/{*}', '[invalid-path] path `/{**}/{*}` has `{*}` after `{**}`; `{**}` must be the last operator'],
  ['template', '/{**}/a/{**}', '[invalid-path] path `/{**}/a/{**}` has `{**}` after `{**}`; `{**}` must be the last operator'],
  ['template', '/{*}/*', '[invalid-path] path `/{*}/*` has a bare `*` in `*`; write `{*}` for one segment or `{**}` for any number'],
  ['template', '/{**}/', '[invalid-path] path `/{**}/` has an empty segment; leave out the double or last `/`'],
  ['template', '/{*}//', '[invalid-path] path `/{*}//` has an empty segment; leave out the double or last `/`'],
  ['template', '/{*}//a', '[invalid-path] path `/{*}//a` has an empty segment; leave out the double or last `/`'],
  ['template', '/{*}/a=b', '[invalid-path] path `/{*}/a=b` has `=` in `a=b`; a template cannot hold it: use `{*}` for this segment'],
];

test.each(REFUSED)('HttpPath.%s(%j) is refused', (kind, value, message) => {
  expect(() => HttpPath[kind](value as string)).toThrow(new Error(message));
});

test.each([
  [HttpPath.exact('/'), { kind: 'exact', value: '/' }],
  [HttpPath.exact('/a//b'), { kind: 'exact', value: '/a//b' }],
  [HttpPath.exact('/a%2Fb'), { kind: 'exact', value: '/a%2Fb' }],
  [HttpPath.exact('/a;v=1/...'), { kind: 'exact', value: '/a;v=1/...' }],
  [HttpPath.under('/cart'), { kind: 'under', value: '/cart' }],
  [HttpPath.under('/'), { kind: 'prefix', value: '/' }],
  [HttpPath.prefix('/api/'), { kind: 'prefix', value: '/api/' }],
  [HttpPath.suffix('.css'), { kind: 'suffix', value: '.css' }],
  [HttpPath.template('/product/{*}'), { kind: 'template', value: '/product/{*}' }],
  [HttpPath.template('/store/{**}/cart'), { kind: 'template', value: '/store/{**}/cart' }],
])('keeps what was written: %#', (path, model) => {
  expect(path._model).toEqual(model);
});
