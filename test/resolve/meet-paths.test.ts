import fc from 'fast-check';
import { contains, type RequestSet } from '../../src/eval/request-set';
import type { PathModel } from '../../src/model/model';
import { requestsOf } from '../../src/proof/declared';
import { meetPaths } from '../../src/resolve/meet-paths';

const RUNS = { numRuns: 2_000, seed: 20261123 };
const SEGMENTS = ['a', 'ab', 'b', ''];
/** Every path of up to three of those segments. */
const PATHS = SEGMENTS.flatMap((x) => [`/${x}`, ...SEGMENTS.flatMap((y) => [`/${x}/${y}`, ...SEGMENTS.map((z) => `/${x}/${y}/${z}`)])]);

const path: fc.Arbitrary<PathModel> = fc.oneof(
  fc.record({ kind: fc.constantFrom('exact' as const, 'prefix' as const), value: fc.constantFrom('/', '/a', '/ab', '/a/', '/a/b', '/ab/b') }),
  fc.record({ kind: fc.constant('under' as const), value: fc.constantFrom('/a', '/ab', '/a/b', '/a/ab') }),
  fc.record({ kind: fc.constant('suffix' as const), value: fc.constantFrom('b', '/b', 'ab', '/a/b') }),
  fc.record({ kind: fc.constant('template' as const), value: fc.constantFrom('/{*}', '/a/{*}', '/{*}/b', '/a/{**}', '/{**}/b') }),
);

const setOf = (paths: readonly PathModel[]): RequestSet => (paths.length === 0 ? { boxes: [] } : requestsOf({ paths }));
const isIn = (set: RequestSet, value: string): boolean => contains(set, { kind: 'http', method: 'GET', host: 'x', path: value, headers: {}, when: [] });

test('what two paths have in common is that, wherever it can be said as one path', () => {
  fc.assert(fc.property(path, path, (a, b) => {
    const common = meetPaths(a, b);
    if (common === 'overlap') return;
    const met = setOf(common === 'nothing' ? [] : [common]);
    for (const p of PATHS) expect([p, isIn(met, p)]).toEqual([p, isIn(setOf([a]), p) && isIn(setOf([b]), p)]);
  }), RUNS);
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
