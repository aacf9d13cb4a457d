import fc from 'fast-check';
import { contains, equals, EVERYTHING, formatSet, intersect, isEmpty, isSubset, NOTHING, subtract, union, witness } from '../../src/eval/request-set';
import { PATHS, requests, requestsWithTokens, set, tokens } from './arbitraries';
import { runs } from '../long';

// A failure prints its seed and the smallest counterexample.
const RUNS = { numRuns: runs(300), seed: 20261122 };
const PLAIN = requests(PATHS.filter((p) => p.length <= 3));

describe.each([
  ['requests', set, PLAIN],
  ['requests with tokens', tokens, requestsWithTokens()],
] as const)('the algebra means what plain matching says, for every one of a small universe of %s', (_universe, set, UNIVERSE) => {
  const agree = (symbolic: Parameters<typeof contains>[0], expected: (r: typeof UNIVERSE[number]) => boolean): void => {
    for (const r of UNIVERSE) {
      if (contains(symbolic, r) !== expected(r)) throw new Error(`${JSON.stringify(r)}: expected ${expected(r)} of ${formatSet(symbolic)}`);
    }
  };

  test.each([
    ['union', union, (a: boolean, b: boolean) => a || b],
    ['intersect', intersect, (a: boolean, b: boolean) => a && b],
    ['subtract', subtract, (a: boolean, b: boolean) => a && !b],
  ] as const)('%s', (_name, operation, expected) => {
    fc.assert(fc.property(set, set, (a, b) => agree(operation(a, b), (r) => expected(contains(a, r), contains(b, r)))), RUNS);
  });

  test('a subset contains no request that the other does not, and a set that is none has a witness outside', () => {
    fc.assert(fc.property(set, set, (a, b) => {
      const outside = witness(subtract(a, b));
      if (isSubset(a, b)) {
        expect(outside).toBeUndefined();
        expect(UNIVERSE.filter((r) => contains(a, r) && !contains(b, r))).toEqual([]);
      } else {
        expect([contains(a, outside!), contains(b, outside!)]).toEqual([true, false]);
      }
    }), RUNS);
  });

  test('an empty set contains nothing, and any other contains its witness', () => {
    fc.assert(fc.property(set, (a) => {
      const w = witness(a);
      expect(w === undefined).toBe(isEmpty(a));
      if (w === undefined) agree(a, () => false);
      else expect(contains(a, w)).toBe(true);
    }), RUNS);
  });
});

describe.each([['requests', set], ['requests with tokens', tokens]] as const)('laws of %s', (_universe, set) => {
  const law = (name: string, holds: (a: Parameters<typeof contains>[0], b: Parameters<typeof contains>[0]) => boolean): void => {
    test(name, () => fc.assert(fc.property(set, set, holds), RUNS));
  };
  law('what is taken away is gone', (a, b) => isEmpty(intersect(subtract(a, b), b)));
  law('the parts make the whole', (a, b) => equals(union(subtract(a, b), intersect(a, b)), a));
  law('De Morgan', (a, b) => equals(subtract(EVERYTHING, union(a, b)), intersect(subtract(EVERYTHING, a), subtract(EVERYTHING, b))));
  law('De Morgan, the other way', (a, b) => equals(subtract(EVERYTHING, intersect(a, b)), union(subtract(EVERYTHING, a), subtract(EVERYTHING, b))));
  law('the complement of the complement', (a) => equals(subtract(EVERYTHING, subtract(EVERYTHING, a)), a));
  law('union commutes', (a, b) => equals(union(a, b), union(b, a)));
  law('everything and nothing are neutral', (a) => equals(intersect(a, EVERYTHING), a) && equals(union(a, NOTHING), a));
});
