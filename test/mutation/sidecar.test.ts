import { surveyGoldens } from './goldens';
import { type JsonObject, mutants } from './mutate';

surveyGoldens('sidecar');

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
