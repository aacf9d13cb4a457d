import type { Refutation } from '../../src/proof';
import { proved } from './shop';

type Changes = Parameters<typeof proved>[0];

const object = (kind: string, apiVersion: string, spec: string, metadata = 'name: chart, namespace: shop'): string => `
kind: ${kind}
apiVersion: ${apiVersion}
metadata: {${metadata}}
spec: ${spec}`;
const networkPolicy = (spec: string): string => object('NetworkPolicy', 'networking.k8s.io/v1', spec);

/** Objects that nobody of this App wrote, each with what it does to pods of whom only the declaration is known. */
const REFUTED: readonly (readonly [string, Changes, Refutation['statement'], Refutation['layer'], string])[] = [
  ['a port by name opens a pod whose names nobody knows', {
    chart: networkPolicy('{podSelector: {matchLabels: {app.kubernetes.io/name: catalog}}, ingress: [{ports: [{port: web}]}]}'),
  }, 'layer-least-privilege', 'ingress-policy', 'shop/catalog:8080, cannot be decided'],
  ['a port by name opens whatever gives itself that name', {
    chart: networkPolicy('{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: web}]}]}'),
  }, 'layer-least-privilege', 'egress-policy', 'that egress-policy keeps shop/catalog from what nothing declares'],
];

test.each(REFUTED)('%s', (_name, changes, statement, layer, text) => {
  const { verdict, refutations } = proved(changes);
  expect(verdict).toBe('refuted');
  expect(refutations.filter((r) => r.statement === statement && r.layer === layer).map((r) => r.text)).toContainEqual(expect.stringContaining(text));
});
