import { cases } from '../golden/cases';
import { type Figures, subjectOf, survey } from './harness';
import { type JsonObject, mutants } from './mutate';

/**
 * By default cases that together have every kind of object and of caller; `MUTATE=all` takes every golden, `MUTATE=grpc,tcp` those.
 * A mutant is killed with a witness, refused by the reader, or answers every single question as before.
 */
const USUAL = 'ambient-gateway,ambient-migration,baseline-deny-by-default,cidr-caller,external-tcp-addresses,http-exact,kubernetes-platform,namespace-caller,permissive-port,udp-l4';
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

test('mutations take labels of Istio, references, ports and identities for others', () => {
  const metadata = (name: string, labels = {}): JsonObject => ({ name, namespace: 'shop', labels });
  const objects: readonly JsonObject[] = [
    { kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'disabled', 'istio.io/dataplane-mode': 'ambient' } } },
    { kind: 'Gateway', metadata: metadata('waypoint', { 'istio.io/waypoint-for': 'service', team: 'shop' }), spec: { gatewayClassName: 'istio-waypoint' } },
    { kind: 'Service', metadata: metadata('a', { 'istio.io/use-waypoint': 'waypoint' }), spec: { ports: [{ port: 80, targetPort: 8080 }] } },
    {
      kind: 'AuthorizationPolicy',
      metadata: metadata('a'),
      spec: {
        targetRefs: [{ kind: 'Service', name: 'a' }],
        rules: [{ from: [{ source: { principals: ['td/ns/shop/sa/b', 'td/ns/shop/sa/waypoint'] } }], to: [{ operation: { ports: ['80'] } }] }],
      },
    },
  ];
  const names = mutants(objects).map((m) => m.name);
  expect(names).toEqual(expect.arrayContaining([
    'Namespace shop: drop metadata.labels.istio.io/dataplane-mode', 'Namespace shop: set metadata.labels.istio.io/dataplane-mode to "none"',
    'Gateway shop/waypoint: set metadata.labels.istio.io/waypoint-for to "workload"', 'Gateway shop/waypoint: set spec.gatewayClassName to "istio"',
    'Service shop/a: drop metadata.labels.istio.io/use-waypoint', 'Service shop/a: set metadata.labels.istio.io/use-waypoint to "none"',
    'Service shop/a: swap the ports of spec.ports[0]', 'AuthorizationPolicy shop/a: set spec.targetRefs[0].kind to "Gateway"',
    'AuthorizationPolicy shop/a: set spec.targetRefs[0].name to "elsewhere"', 'AuthorizationPolicy shop/a: take "8080" for spec.rules[0].to[0].operation.ports[0]',
    'AuthorizationPolicy shop/a: take "td/ns/shop/sa/waypoint" for spec.rules[0].from[0].source.principals[0]',
    'AuthorizationPolicy shop/a: take "td/ns/shop/sa/b" for spec.rules[0].from[0].source.principals[1]',
    'AuthorizationPolicy shop/a: drop spec.rules[0].from[0].source.principals[1]',
  ]));
  expect(names.filter((n) => n.includes('team'))).toEqual([]);
});
