import { cases } from '../golden/cases';
import { type Figures, subjectOf, survey } from './harness';

/**
 * By default cases that together have every kind of object and of caller; `MUTATE=all` takes every golden, `MUTATE=grpc,tcp` those.
 * A mutant is killed with a witness, refused by the reader, or answers every single question as before.
 */
const USUAL = 'ambient-gateway,ambient-migration,baseline-deny-by-default,cidr-caller,external-tcp-addresses,http-exact,kubernetes-platform,namespace-caller,permissive-port,udp-l4';
const wanted = process.env.MUTATE ?? USUAL;
const names = wanted === 'all' ? Object.keys(cases) : wanted.split(',');

/** Registers a test for each golden that is wanted. The ambient ones take as long as all others: two files keep two workers busy. */
export function surveyGoldens(kind: 'ambient' | 'other'): void {
  const own = names.filter((name) => name.startsWith('ambient-') === (kind === 'ambient'));
  if (own.length === 0) return;
  const figures: (readonly [string, Figures])[] = [];

  afterAll(() => {
    const sum = (of: (f: Figures) => number): number => figures.reduce((n, [, f]) => n + of(f), 0);
    const line = (name: string, of: (pick: (f: Figures) => number) => number): string =>
      `${name}: ${of((f) => f.mutants)} mutants, ${of((f) => f.killed)} killed, ${of((f) => f.refused)} refused, ${of((f) => f.equivalent)} equivalent, ${of((f) => f.missed.length)} missed`;
    const lines = figures.map(([name, f]) => line(name, (pick) => pick(f)));
    process.stdout.write(`${[...lines, line(`${figures.length} ${kind} goldens`, sum)].join('\n')}\n`);
  });

  test.each(own)('%s: no single step that changes access is proved', (name) => {
    const { missed, ...counts } = survey(subjectOf(cases[name].build()));
    figures.push([name, { ...counts, missed }]);
    expect(missed).toEqual([]);
    expect(counts.killed + counts.refused + counts.equivalent).toBe(counts.mutants);
    expect(counts.killed).toBeGreaterThan(0);
  }, 300_000);
}
