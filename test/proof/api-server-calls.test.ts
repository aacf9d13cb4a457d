import { App } from 'cdk8s';
import { Access, Anyone, ApiServer, Cidr, DataPlane, type ICaller, type MeshProps, Platform, PortMtls, ServicePort } from '../../src';
import { readText } from '../../src/manifest';
import { prove, type ProofResult } from '../../src/proof';
import { Shop } from '../golden/golden';

const CLUSTER = { apiServerCidrs: ['10.128.0.2/32', '10.128.0.64/28'] };
const PERMISSIVE = { mtls: PortMtls.permissive({ reason: 'the API server has no mesh identity' }) };

const configuration = (clientConfig: string, kind = 'ValidatingWebhookConfiguration'): string => `
kind: ${kind}
apiVersion: admissionregistration.k8s.io/v1
metadata: {name: orders}
webhooks: [{name: orders.shop.example, clientConfig: ${clientConfig}}]`;
const definition = (conversion: string): string => `
kind: CustomResourceDefinition
apiVersion: apiextensions.k8s.io/v1
metadata: {name: orders.shop.example}
spec: {group: shop.example, names: {kind: Order, plural: orders}, scope: Namespaced, versions: [], conversion: ${conversion}}`;
const apiService = (service: string): string => `
kind: APIService
apiVersion: apiregistration.k8s.io/v1
metadata: {name: v1.shop.example}
spec: {group: shop.example, version: v1, groupPriorityMinimum: 1000, versionPriority: 15, ${service}}`;
const CONVERTED = definition('{strategy: Webhook, webhook: {clientConfig: {service: {namespace: shop, name: hook}}, conversionReviewVersions: [v1]}}');
const SERVED = apiService('service: {namespace: shop, name: hook}');
const AT_HOOK = configuration('{service: {namespace: shop, name: hook}}');

interface Case {
  readonly mesh?: MeshProps;
  readonly port?: ServicePort;
  readonly caller?: ICaller;
  readonly dataPlane?: DataPlane;
  readonly quarantine?: true;
  /** In the cluster already, so that no check has seen it. */
  readonly existing?: string;
}

const HTTPS = ServicePort.https(443, { targetPort: 8443, ...PERMISSIVE });

function proved({ mesh = { cluster: CLUSTER }, port = HTTPS, caller, dataPlane, quarantine, existing = AT_HOOK }: Case): ProofResult {
  const shop = new Shop(new App(), mesh, dataPlane === undefined ? {} : { dataPlane });
  const hook = shop.service('hook', { ports: [port] });
  if (caller !== undefined) hook.allowFrom(caller, { access: [Access.ports(443)], reason: 'admission' });
  if (quarantine) hook.quarantine({ reason: 'leaks' });
  const { manifests } = shop.mesh._synthesis.readBack();
  const read = readText(existing, 'existing.yaml');
  expect(read.problems).toEqual([]);
  const objects = [...manifests.objects, ...read.manifests.objects];
  return prove({ model: shop.mesh._synthesis.index().model, manifests: { objects, unread: [...manifests.unread, ...read.manifests.unread] } });
}

const REFUSING = (block: string): string => `${AT_HOOK}
---
kind: AuthorizationPolicy
apiVersion: security.istio.io/v1
metadata: {name: some, namespace: shop}
spec: {action: DENY, rules: [{from: [{source: {ipBlocks: [${block}]}}]}]}`;

test('of the API server every address is let in that policies tell apart', () => {
  const refused = (block: string): readonly string[] => proved({ caller: API_SERVER, existing: REFUSING(block) }).refutations.map((r) => r.text);
  expect(refused('10.128.0.72/29')).toContainEqual(expect.stringContaining('keeps the API server at 10.128.0.72, for webhook'));
  expect(refused('10.128.0.80/29')).toEqual([]);
});

const API_SERVER = ApiServer.onControlPlane();
const REPAIR = 'let shop/hook allow `ApiServer.onControlPlane()` at that port, or remove the webhook';
const WEBHOOK = 'webhook orders.shop.example of ValidatingWebhookConfiguration orders';
const WHO = (at: string, what = WEBHOOK): string => `the API server${at}, for ${what},`;
const KEPT = (what?: string): string => (
  `ingress-policy keeps ${WHO(' at 10.128.0.2', what)} from what is declared: to connect to shop/hook:8443: NetworkPolicy shop/default-deny (construct shop/namespace/DefaultDeny), NetworkPolicy shop/hook-ingress (construct shop/hook/IngressPolicy) (and 1 more like it)`
);

test.each<[string, Case, string[]]>([
  ['nothing lets the API server in', {}, [KEPT()]],
  ['the pods take mutual TLS alone', { mesh: { cluster: CLUSTER }, port: ServicePort.https(443, { targetPort: 8443 }), caller: Anyone.because('open') }, [
    `mtls keeps ${WHO(' at 10.128.0.2')} from what is declared: to connect to shop/hook:8443: PeerAuthentication shop/default spec.mtls.mode (construct shop/namespace/PeerAuthentication) (and 1 more like it)`,
  ]],
  ['a mutating one is no other', { existing: configuration('{service: {namespace: shop, name: hook}}', 'MutatingWebhookConfiguration') }, [
    KEPT(WEBHOOK.replace('Validating', 'Mutating')),
  ]],
  ['its tunnel has other agents than are let in', { mesh: { cluster: { podCidrs: ['10.0.0.0/14'], apiServerAgents: { podLabels: { app: 'agent' } } } }, caller: Cidr.of('10.128.0.0/20') }, [
    `ingress-policy keeps the API server through a pod in kube-system with app=agent, in plaintext, for ${WEBHOOK}, from what is declared: to connect to shop/hook:8443: NetworkPolicy shop/default-deny (construct shop/namespace/DefaultDeny), NetworkPolicy shop/hook-ingress (construct shop/hook/IngressPolicy)`,
  ]],
  ['it is to convert objects', { existing: CONVERTED }, [KEPT('the conversion webhook of CustomResourceDefinition orders.shop.example')]],
  ['it serves an API of its own', { existing: SERVED }, [KEPT('APIService v1.shop.example')]],
  ['its addresses are not known', { mesh: { platform: Platform.KUBERNETES }, port: ServicePort.https(443, { targetPort: 8443 }) }, [
    `ingress-policy keeps ${WHO('')} from what is declared: to connect to shop/hook:8443: NetworkPolicy shop/default-deny (construct shop/namespace/DefaultDeny), NetworkPolicy shop/hook-ingress (construct shop/hook/IngressPolicy)`,
  ]],
])('what the API server cannot reach is an outage: %s', (_, given, texts) => {
  const { verdict, refutations } = proved(given);
  expect(verdict).toBe('refuted');
  expect(refutations.map((r) => r.text)).toEqual(texts);
  const repair = given.existing === SERVED ? REPAIR.replace('webhook', 'APIService') : REPAIR;
  expect(refutations.map((r) => r.repair)).toEqual(texts.map(() => repair));
});

test.each<[string, Case]>([
  ['it is allowed', { caller: API_SERVER }],
  ['anyone is, in plaintext, too', { caller: Anyone.because('open') }],
  ['it is allowed at ambient pods', { caller: API_SERVER, dataPlane: DataPlane.AMBIENT }],
  ['its tunnel is', { mesh: { cluster: { podCidrs: ['10.0.0.0/14'], apiServerAgents: { podLabels: { app: 'agent' } } } }, caller: API_SERVER }],
  ['its tunnel is, at ambient pods', { mesh: { cluster: { podCidrs: ['10.0.0.0/14'], apiServerAgents: { podLabels: { app: 'agent' } } } }, caller: API_SERVER, dataPlane: DataPlane.AMBIENT }],
  ['its tunnel is, where there is no mesh', { mesh: { platform: Platform.KUBERNETES, cluster: { apiServerAgents: { podLabels: { app: 'agent' } } } }, port: ServicePort.https(443, { targetPort: 8443 }), caller: API_SERVER }],
  ['it is allowed, to convert', { caller: API_SERVER, existing: CONVERTED }],
  ['it is allowed, for an API', { caller: API_SERVER, existing: SERVED }],
  ['it serves no API of its own', { existing: apiService('caBundle: ""') }],
  ['nothing converts', { existing: definition('{strategy: None}') }],
  ['it converts at a URL', { existing: definition('{strategy: Webhook, webhook: {clientConfig: {url: "https://convert.example"}, conversionReviewVersions: [v1]}}') }],
  ['it is in quarantine, cut off from everybody', { caller: API_SERVER, quarantine: true }],
  ['it is at a URL, which nobody knows', { existing: configuration('{url: "https://audit.example/validate"}') }],
  ['it is at a Service of somebody else', { existing: configuration('{service: {namespace: other, name: hook}}') }],
  ['it is at a port that its Service does not have, which the API server says', { existing: configuration('{service: {namespace: shop, name: hook, port: 8443}}') }],
])('otherwise there is nothing to say: %s', (_, given) => {
  expect(proved(given).refutations.map((r) => r.text)).toEqual([]);
});
