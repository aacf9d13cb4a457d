import { cases } from '../golden/cases';
import { type Figures, subjectOf, survey } from './harness';
import { LONG } from '../long';

/** Together they have every kind of object and of caller. */
const USUAL = [
  'ambient-gateway', 'ambient-migration', 'baseline-deny-by-default', 'cidr-caller', 'external-tcp-addresses', 'http-exact', 'kubernetes-platform',
  'namespace-caller', 'permissive-port', 'udp-l4',
];

/**
 * By default one in twenty-four of the mutants of the usual goldens. `LONG=1` takes all of those, `MUTATE=all` all of every golden, `MUTATE=grpc,tcp`
 * of these; with `MUTATE_EVERY=24` only one in so many of a golden that is not a usual one.
 * A mutant is killed with a witness, refused by the reader, or answers every single question as before.
 */
const { MUTATE, MUTATE_EVERY = '1' } = process.env;
const names = MUTATE === undefined ? USUAL : MUTATE === 'all' ? Object.keys(cases) : MUTATE.split(',');
const everyOf = (name: string): number => (MUTATE === undefined && !LONG ? 24 : USUAL.includes(name) ? 1 : Number(MUTATE_EVERY));

/** Registers a test for each golden that is wanted. Several files keep several workers busy. */
export function surveyGoldens(kind: 'ambient' | 'sidecar' | 'further sidecar'): void {
  const sidecars = names.filter((name) => !name.startsWith('ambient-'));
  const own = kind === 'ambient' ? names.filter((name) => name.startsWith('ambient-')) : sidecars.filter((_, i) => i % 2 === (kind === 'sidecar' ? 0 : 1));
  if (own.length === 0) return;
  const figures: (readonly [string, Figures])[] = [];

  afterAll(() => {
    const sum = (of: (f: Figures) => number): number => figures.reduce((n, [, f]) => n + of(f), 0);
    const line = (name: string, of: (pick: (f: Figures) => number) => number): string =>
      `${name}: ${of((f) => f.mutants)} mutants, ${of((f) => f.killed)} killed, ${of((f) => f.refused)} refused, ${of((f) => f.listed)} listed, ${of((f) => f.equivalent)} equivalent, ${of((f) => f.missed.length)} missed`;
    const lines = figures.map(([name, f]) => line(name, (pick) => pick(f)));
    process.stdout.write(`${[...lines, line(`${figures.length} ${kind} goldens`, sum)].join('\n')}\n`);
  });

  test.each(own)('%s: no single step that changes access is proved', (name) => {
    const { missed, ...counts } = survey(subjectOf(cases[name].build()), { every: everyOf(name) });
    figures.push([name, { ...counts, missed }]);
    expect(missed).toEqual([]);
    expect(counts.killed + counts.refused + counts.listed + counts.equivalent).toBe(counts.mutants);
    expect(counts.killed).toBeGreaterThan(0);
  }, 300_000);
}
