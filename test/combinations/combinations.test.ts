import { problems } from '../constructs/mesh';
import { subjectOf, survey } from '../mutation/harness';
import { type Choices, type Combination, declare } from './app';
import { CHOICES } from './choices';
import { refusedAs } from './expected';
import { pairwise } from './pairwise';

// Another seed on every run; a failure is repeated with SEED=… npm test -- test/combinations.
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
/** `COMBINATIONS=all` takes every row and more mutants of each; otherwise so many programs take their turn. */
const whole = process.env.COMBINATIONS === 'all';
const PROGRAMS = 20;
const MUTATED = whole ? Infinity : 3;
const MUTANTS = whole ? 20 : 4;

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, with the constants of Numerical Recipes. */
function randomFrom(start: number): () => number {
  let state = start % 2 ** 32;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const random = randomFrom(seed);
const rowsOf = (choices: Choices): readonly Combination[] => {
  const keys = Object.keys(choices) as (keyof Combination)[];
  const rows = pairwise(keys.map((key) => choices[key].length), random);
  return rows.map((row) => Object.fromEntries(keys.map((key, i) => [key, choices[key][row[i]]])) as unknown as Combination);
};
const rows = Object.values(CHOICES).flatMap(rowsOf);
const taken = whole ? rows : rows.map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at).slice(0, PROGRAMS).map(({ row }) => row);

test('every two alternatives meet in some program', () => {
  for (const choices of Object.values(CHOICES)) {
    const own = rowsOf(choices);
    const keys = Object.keys(choices) as (keyof Combination)[];
    for (const [i, a] of keys.entries()) {
      for (const b of keys.slice(i + 1)) {
        const met = new Set(own.map((row) => JSON.stringify([row[a] ?? null, row[b] ?? null])));
        expect([a, b, met.size]).toEqual([a, b, choices[a].length * choices[b].length]);
      }
    }
  }
});

describe(`of all that may meet (SEED=${seed})`, () => {
  test.each(taken.map((row) => [JSON.stringify(row), row] as const))('%s is proved, or refused with a repair', (_, row) => {
    const lines = problems(declare(row));
    expect([...new Set(lines.map((line) => /\[([a-z-]+)\] .+; .+/.exec(line.replace('[mesh] ', ''))?.[1] ?? line))].sort()).toEqual(refusedAs(row));
  });

  const standing = taken.filter((row) => refusedAs(row).length === 0).slice(0, MUTATED);
  test.each(standing.map((row) => [JSON.stringify(row), row] as const))('no step away from %s that changes access is proved', (_, row) => {
    const subject = subjectOf(declare(row));
    expect(survey(subject, { take: MUTANTS, random }).missed).toEqual([]);
  }, 120_000);
});
