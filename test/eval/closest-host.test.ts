import { closest, closestAmong } from '../../src/eval/gateway/host';
import { Random } from '../fuzz/random';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

test(`the closest pattern is the same, found by look-up or by asking each (SEED=${SEED})`, () => {
  const random = new Random(SEED);
  const name = (): string => Array.from({ length: 1 + random.nat(4) }, () => random.of(['a', 'b', 'ab'])).join('.');
  const wrong = Array.from({ length: 2_000 }, () => {
    const patterns = Array.from({ length: random.nat(6) }, () => random.of([name(), `*.${name()}`, `*${name()}`, '*']));
    const host = random.of([name(), name(), `*.${name()}`, '']);
    return { patterns, host, each: closest(patterns, host), found: closestAmong(new Map(patterns.map((p) => [p, true])), host) };
  }).filter(({ each, found }) => each !== found);
  expect(wrong).toEqual([]);
});
