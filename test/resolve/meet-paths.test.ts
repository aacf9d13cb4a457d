import { contains, type RequestSet } from '../../src/eval/request-set';
import type { PathModel } from '../../src/model/model';
import { requestsOf } from '../../src/proof/declared';
import { meetPaths } from '../../src/resolve/meet-paths';

const SEGMENTS = ['a', 'ab', 'b', ''];
/** Every path of up to three of those segments. */
const PATHS = SEGMENTS.flatMap((x) => [`/${x}`, ...SEGMENTS.flatMap((y) => [`/${x}/${y}`, ...SEGMENTS.map((z) => `/${x}/${y}/${z}`)])]);

const kindOf = (kind: PathModel['kind'], values: readonly string[]): readonly PathModel[] => values.map((value): PathModel => ({ kind, value }));
const PLAIN = ['/', '/a', '/ab', '/a/', '/a/b', '/ab/b'];
const MODELS = [
  ...kindOf('exact', PLAIN), ...kindOf('prefix', PLAIN), ...kindOf('under', ['/a', '/ab', '/a/b', '/a/ab']),
  ...kindOf('suffix', ['b', '/b', 'ab', '/a/b']), ...kindOf('template', ['/{*}', '/a/{*}', '/{*}/b', '/a/{**}', '/{**}/b']),
];

function pathsIn(models: readonly PathModel[]): readonly string[] {
  const set: RequestSet = models.length === 0 ? { boxes: [] } : requestsOf({ paths: models });
  return PATHS.filter((path) => contains(set, { kind: 'http', method: 'GET', host: 'x', path, headers: {}, when: [] }));
}

test.each(MODELS)('what any path has in common with %j is that, wherever it can be said as one path', (a) => {
  const inA = pathsIn([a]);
  const said = MODELS.flatMap((b) => {
    const common = meetPaths(a, b);
    return common === 'overlap' ? [] : [{ b, met: pathsIn(common === 'nothing' ? [] : [common]) }];
  });
  expect(said.map(({ b, met }) => [b, met])).toEqual(said.map(({ b }) => {
    const inB = new Set(pathsIn([b]));
    return [b, inA.filter((p) => inB.has(p))];
  }));
  expect(said.length).toBeGreaterThan(0);
});

test.each<[PathModel, PathModel]>([
  [{ kind: 'suffix', value: '.css' }, { kind: 'under', value: '/static' }],
  [{ kind: 'template', value: '/{*}/public' }, { kind: 'under', value: '/shop' }],
])('%j and %j are in part in one another', (a, b) => {
  expect([meetPaths(a, b), meetPaths(b, a)]).toEqual(['overlap', 'overlap']);
});

test.each<[PathModel, PathModel]>([
  [{ kind: 'under', value: '/cart' }, { kind: 'under', value: '/cartoon' }],
  [{ kind: 'under', value: '/cart' }, { kind: 'prefix', value: '/cart-' }],
  [{ kind: 'exact', value: '/healthz' }, { kind: 'suffix', value: '.css' }],
])('%j and %j have nothing in common', (a, b) => {
  expect([meetPaths(a, b), meetPaths(b, a)]).toEqual(['nothing', 'nothing']);
});
