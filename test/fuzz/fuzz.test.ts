import { corpus } from './corpus';
import { fuzz } from './check';

/** `FUZZ=100000 npx jest test/fuzz` for many; `FUZZ_SEED` for those from another one, or for one again with `FUZZ=1`. */
const RUNS = Number(process.env.FUZZ ?? 150);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

test(`${RUNS} manifests from seed ${SEED}: read or refused, never lost, and evaluated`, () => {
  const subjects = corpus();
  const fates = { refused: 0, evaluated: 0 };
  for (let seed = SEED; seed < SEED + RUNS; seed++) fates[fuzz(seed, subjects)]++;
  expect(subjects.length).toBeGreaterThan(50);
  // One alone may be either.
  expect(Math.min(fates.refused, fates.evaluated) > 0 || RUNS < 50).toBe(true);
}, 24 * 3_600_000);
