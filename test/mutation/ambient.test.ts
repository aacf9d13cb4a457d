import { surveyGoldens } from './goldens';
import { type JsonObject, mutants } from './mutate';

surveyGoldens('ambient');

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
