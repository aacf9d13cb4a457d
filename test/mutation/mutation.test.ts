import { cases } from '../golden/cases';
import { type Figures, subjectOf, survey } from './harness';
import { type JsonObject, mutants } from './mutate';

/**
 * By default cases that together have every kind of object and of caller; `MUTATE=all` takes every golden, `MUTATE=grpc,tcp` those.
 * A mutant is killed with a witness, refused by the reader, or answers every single question as before.
 */
const USUAL = 'baseline-deny-by-default,cidr-caller,external-tcp-addresses,http-exact,kubernetes-platform,namespace-caller,permissive-port,udp-l4';
const wanted = process.env.MUTATE ?? USUAL;
const names = wanted === 'all' ? Object.keys(cases) : wanted.split(',');

const figures: (readonly [string, Figures])[] = [];

afterAll(() => {
  const sum = (of: (f: Figures) => number): number => figures.reduce((n, [, f]) => n + of(f), 0);
  const line = (name: string, of: (pick: (f: Figures) => number) => number): string =>
    `${name}: ${of((f) => f.mutants)} mutants, ${of((f) => f.killed)} killed, ${of((f) => f.refused)} refused, ${of((f) => f.equivalent)} equivalent, ${of((f) => f.missed.length)} missed`;
  const lines = figures.map(([name, f]) => line(name, (pick) => pick(f)));
  process.stdout.write(`${[...lines, line(`all ${figures.length} goldens`, sum)].join('\n')}\n`);
});

test.each(names)('%s: no single step that changes access is proved', (name) => {
  const { missed, ...counts } = survey(subjectOf(cases[name].build()));
  figures.push([name, { ...counts, missed }]);
  expect(missed).toEqual([]);
  expect(counts.killed + counts.refused + counts.equivalent).toBe(counts.mutants);
  expect(counts.killed).toBeGreaterThan(0);
}, 300_000);

test('mutations reach every field, list, element and shape of an object', () => {
  const policy: JsonObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a', namespace: 'shop' },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'a', tier: 'b' } } }, { podSelector: {} }], ports: [{ port: 80 }] }],
    },
  };
  const names = mutants([policy]).map((m) => m.name.replace('NetworkPolicy shop/a: ', ''));
  expect(names).toEqual(expect.arrayContaining([
    'drop it', 'drop spec.ingress[0].from[0].podSelector', 'drop spec.ingress[0].from[1]', 'empty spec.ingress[0].from', 'drop spec.policyTypes[0]',
    'drop spec.ingress[0].from[0].podSelector.matchLabels.tier', 'empty spec.ingress[0].from[0].podSelector', 'add {} to spec.ingress',
    'set spec.ingress[0].ports[0].port to 81', 'set spec.policyTypes[0] to "Egress"', 'split spec.ingress[0].from[0] into two peers',
  ]));
  expect(new Set(mutants([policy]).map((m) => JSON.stringify(m.value))).size).toBe(names.length);
});
