import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import {
  type AccessGraph, Anyone, ExceptionKind, type ExternalCa, GatewayListener, type GuardrailFinding, type IGuardrail, IngressGateway,
  IngressGatewayPods, MeshNamespace, type MeshProps, type MeshService, ProofVerdict,
} from '../../src';
import { CLUSTER, Shop } from '../golden/golden';

const wrong = <T>(value: unknown): T => value as T;
const CA: ExternalCa = { addresses: ['203.0.113.40'], port: 8443, reason: 'certificates', owner: 'security team' };
const shopWith = (given: Partial<ExternalCa> = {}, props: MeshProps = {}): Shop => (
  new Shop(new App(), { cluster: CLUSTER, externalCa: { ...CA, ...given }, ...props })
);

test.each<[string, Partial<ExternalCa>, string]>([
  ['addresses', { addresses: wrong(undefined) }, '[wrong-type] externalCa.addresses must be a list, got nothing; give a list'],
  ['addresses at all', { addresses: [] }, '[empty-list] externalCa.addresses is an empty list; leave it out, or name at least one value'],
  ['address', { addresses: ['ca.example'] }, '[invalid-address] externalCa.addresses[0] `ca.example` is not an IP address; write it like `169.254.20.10` or `fd00::10`'],
  ['port', { port: wrong(undefined) }, '[invalid-port] externalCa.port must be a whole number from 1 to 65535, got nothing; give the port\'s number'],
  ['reason', { reason: wrong(undefined) }, '[missing-reason] externalCa needs a reason, got nothing; say in a few words why; it stands in every report'],
])('without %s it is refused at the call', (_, given, message) => {
  expect(() => shopWith(given)).toThrow(new Error(message));
});

test('quarantine cuts it off, the pods of a gateway have it, reports and guardrails see it', () => {
  const seen: unknown[] = [];
  const watching: IGuardrail = {
    id: 'own-ca',
    description: 'certificates come from istiod',
    check: ({ exceptions }: AccessGraph): GuardrailFinding[] => {
      seen.push(...exceptions.filter(({ kind }) => kind === ExceptionKind.EXTERNAL_CA).map(({ service, reason, owner }) => [service, reason, owner]));
      return [];
    },
  };
  const shop = shopWith({}, { guardrails: [watching] });
  shop.service('cart').quarantine({ reason: 'taken over', owner: 'security team' });
  const edge = new Chart(shop.mesh.node.root as App, 'edge', { namespace: 'edge' });
  new MeshNamespace(edge, 'namespace', { mesh: shop.mesh });
  new IngressGatewayPods(edge, 'gateway', {
    mesh: shop.mesh, gateway: IngressGateway.fromIdentity('edge', 'gateway', { podLabels: { istio: 'edge' } }), listeners: [GatewayListener.tcp(8443, Anyone.because('public'))],
  });
  const report = shop.mesh.report();
  expect(report.verdict).toBe(ProofVerdict.PROVED_UNDER_ASSUMPTIONS);
  const line = 'every proxy but those in quarantine may reach the certificate authority at 203.0.113.40/32 on port 8443';
  expect(report.toText()).toContain(`${line}: certificates (security team)`);
  expect(seen).toEqual([[undefined, 'certificates', 'security team']]);
  expect(JSON.stringify(Testing.synth(shop))).not.toContain('203.0.113.40');
  expect(JSON.stringify(Testing.synth(edge))).toContain('203.0.113.40');
});

test.each<[string, object, string]>([
  ['another port', JsonPatch.replace('/spec/egress/2/ports/0/port', 8444), 'lets shop/cart connect to'],
  ['a range of ports', JsonPatch.add('/spec/egress/2/ports/0/endPort', 8445), 'lets shop/cart connect to'],
  ['a wider block', JsonPatch.replace('/spec/egress/2/to/0/ipBlock/cidr', '203.0.113.40/31'), 'lets shop/cart connect to'],
  ['a block of pods beside it', JsonPatch.add('/spec/egress/2/to/1', { ipBlock: { cidr: '10.0.0.0/16' } }), 'lets shop/cart connect to 10.0.0.0:8443'],
  ['nothing', JsonPatch.remove('/spec/egress/2'), 'keeps shop/cart from what is declared: to connect to the external CA at 203.0.113.40:8443'],
])('%s in its place is refuted', (_, patch, text) => {
  const shop = shopWith();
  const cart: MeshService = shop.service('cart');
  cart.egressPolicy?.addJsonPatch(patch as JsonPatch);
  const report = shop.mesh.report();
  expect(report.verdict).toBe(ProofVerdict.REFUTED);
  expect(report.toText()).toContain(text);
});
