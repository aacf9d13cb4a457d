import { readObjects } from '../../src/manifest';
import { prove, type ProofResult } from '../../src/proof';
import { cases } from '../golden/cases';
import { subjectOf } from '../mutation/harness';

type Manifest = Readonly<Record<string, unknown>>;

/** What a golden writes, with something beside it. */
function beside(name: keyof typeof cases, ...added: readonly Manifest[]): ProofResult {
  const { model, objects } = subjectOf(cases[name].build());
  const { manifests, problems } = readObjects([...objects, ...added.map((value, i) => ({ value, construct: `added-${i}` }))]);
  expect(problems).toEqual([]);
  return prove({ model, manifests });
}

const networkPolicy = (namespace: string, spec: Manifest): Manifest => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'others', namespace }, spec });
const deployment = (namespace: string, labels: Manifest, serviceAccountName: string): Manifest => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'others', namespace },
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName, containers: [{ name: 'a', image: 'a' }] } } },
});
const namespace = (name: string, labels: Manifest): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
const sidecar = (inNamespace: string, spec: Manifest): Manifest => ({ apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'others', namespace: inNamespace }, spec });
const NO_HOSTS = { egress: [{ hosts: ['~/*'] }] };
const PROMETHEUS = { 'app.kubernetes.io/name': 'prometheus' };
const CLOSED = { podSelector: {}, policyTypes: ['Egress'] };
const SHOP = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } };

test.each([
  ['Prometheus, whose namespace lets nobody out', beside('prometheus', networkPolicy('monitoring', CLOSED)),
    'egress-policy keeps cluster.local/ns/monitoring/sa/prometheus from what is declared: to connect to shop/frontend:9102: NetworkPolicy monitoring/others'],
  ['Prometheus, which is let out to another port', beside('prometheus', networkPolicy('monitoring', { podSelector: { matchLabels: PROMETHEUS }, policyTypes: ['Egress'], egress: [{ to: [SHOP], ports: [{ port: 8080 }] }] })),
    'egress-policy keeps cluster.local/ns/monitoring/sa/prometheus from what is declared'],
  ['pods with its labels under another account', beside('prometheus', deployment('monitoring', PROMETHEUS, 'other')),
    'authorization-allow keeps monitoring/others, which runs under service account `other` and so is not cluster.local/ns/monitoring/sa/prometheus, from what is declared'],
  ['a gateway, whose namespace lets nobody out', beside('ingress-gateway', networkPolicy('istio-ingress', CLOSED)),
    'egress-policy keeps cluster.local/ns/istio-ingress/sa/istio-ingress from what is declared: to connect to shop/frontend:8080'],
  ['all of a namespace that lets nobody out', beside('namespace-caller', networkPolicy('reporting', CLOSED)),
    'egress-policy keeps a pod in reporting from what is declared: to connect to shop/orders:8080'],
  ['all of a namespace that asks for no proxy', beside('namespace-caller', namespace('reporting', { 'istio-injection': 'disabled' })),
    'mtls keeps a pod in reporting, whose Namespace puts it in data plane `none` and not `sidecar`, from what is declared: to connect to shop/orders:8080'],
  ['all of a namespace, whose Sidecar knows no host', beside('namespace-caller', sidecar('reporting', NO_HOSTS)),
    'that egress-scope lets a pod in reporting connect to shop/orders:8080, as declared, cannot be decided: Sidecar reporting/others spec.egress'],
  ['all of a namespace, where the mesh\'s Sidecar knows no host', beside('namespace-caller', sidecar('istio-system', { egress: [{ hosts: ['./*', 'istio-system/*'] }] })),
    'that egress-scope lets a pod in reporting connect to shop/orders:8080, as declared, cannot be decided: Sidecar istio-system/others spec.egress'],
  ['all of a namespace, whose Sidecar lets pass what it does not know, without mTLS', beside('namespace-caller', sidecar('reporting', { ...NO_HOSTS, outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })),
    'that egress-scope lets a pod in reporting connect to shop/orders:8080'],
  ['all of a namespace, where a route leads elsewhere', beside('namespace-caller', {
    apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'others', namespace: 'reporting' },
    spec: { hosts: ['orders.shop.svc.cluster.local'], http: [{ route: [{ destination: { host: 'stub.reporting.svc.cluster.local' } }] }] },
  }), 'that egress-scope lets a pod in reporting connect to shop/orders:8080, as declared, cannot be decided: VirtualService reporting/others spec.http[0]'],
  ['agents of the API server that nothing lets out', beside('api-server-through-agents', networkPolicy('kube-system', CLOSED)),
    'in plaintext from what is declared: to connect to shop/webhook:8443'],
  ['agents of the API server at some of their addresses', beside('api-server-through-agents', {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'others', namespace: 'shop' },
    spec: { action: 'DENY', rules: [{ from: [{ source: { ipBlocks: ['10.1.0.0/16'] } }] }] },
  }), 'in plaintext at 10.1.0.0 from what is declared'],
])('%s: the declared call does not work', (_name, { verdict, refutations }, text) => {
  expect(verdict).toBe('refuted');
  expect(refutations.map((r) => r.text)).toContainEqual(expect.stringContaining(text));
});

test.each([
  ['lets them out', beside('prometheus', networkPolicy('monitoring', { ...CLOSED, egress: [{ to: [SHOP] }] }))],
  ['is about others', beside('prometheus', networkPolicy('monitoring', { ...CLOSED, podSelector: { matchLabels: { app: 'grafana' } } }))],
  ['is about what comes in', beside('prometheus', networkPolicy('monitoring', { podSelector: {}, policyTypes: ['Ingress'] }))],
  ['is a Sidecar that knows the callee', beside('namespace-caller', sidecar('reporting', { egress: [{ hosts: ['shop/orders.shop.svc.cluster.local'] }] }))],
  ['is a Sidecar for others', beside('namespace-caller', sidecar('reporting', { ...NO_HOSTS, workloadSelector: { labels: { app: 'other' } } }))],
  ['is a Sidecar around Prometheus, which dials pods past its proxy', beside('prometheus', sidecar('monitoring', NO_HOSTS))],
  ['is a Sidecar beside a gateway, which has none', beside('ingress-gateway', sidecar('istio-ingress', NO_HOSTS))],
  ['is in another namespace', beside('prometheus', networkPolicy('elsewhere', CLOSED))],
  ['is none: a namespace as declared', beside('namespace-caller', namespace('reporting', { 'istio-injection': 'enabled' }))],
  ['is none: pods as declared, and others with their labels', beside('prometheus', deployment('monitoring', PROMETHEUS, 'prometheus'))],
])('a policy of their namespace that %s changes nothing', (_name, { refutations }) => {
  expect(refutations.map((r) => r.text)).toEqual([]);
});

test('pods under the account of a caller, and without its labels, are named', () => {
  const GRAFANA = deployment('monitoring', { app: 'grafana' }, 'prometheus');
  const inMesh = namespace('monitoring', { 'istio-injection': 'enabled' });
  const { verdict, unclaimed } = beside('prometheus', GRAFANA, inMesh);
  expect([verdict, unclaimed]).toEqual([
    'proved-under-assumptions', [{ name: 'Deployment monitoring/others', identityOf: ['cluster.local/ns/monitoring/sa/prometheus'] }]]);
  // Without a proxy they have no identity; with the labels they are who is meant.
  expect(beside('prometheus', GRAFANA, namespace('monitoring', {})).unclaimed).toBeUndefined();
  expect(beside('prometheus', deployment('monitoring', PROMETHEUS, 'prometheus'), inMesh).unclaimed).toBeUndefined();
});

test.each([
  ['which nobody declares', { number: 80, name: 'http', protocol: 'HTTP' }, ['egress-scope lets shop/catalog connect to api.payments.example:80', 'egress-scope lets shop/payment connect to api.payments.example:80']],
  ['which another service of the namespace declares', { number: 8443, name: 'tls', protocol: 'TLS' }, []],
] as const)('an entry for a declared host, with a port %s', (_name, port, texts) => {
  const { refutations } = beside('external-https', {
    apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'chart', namespace: 'shop' },
    spec: { hosts: ['api.payments.example'], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [port] },
  });
  expect(refutations.map((r) => r.text).sort()).toEqual(texts.map((text) => expect.stringContaining(`${text}, which nothing declares`)));
});

test.each(['external-https', 'ambient-egress'] as const)('%s: a route for the ServiceEntry of a declared host may lead elsewhere', (name) => {
  const { objects } = subjectOf(cases[name].build());
  const entry = objects.find(({ value }) => value.kind === 'ServiceEntry')!.value.metadata as { readonly name: string; readonly namespace: string };
  const route = (parent: string): Manifest => ({
    apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'others', namespace: entry.namespace },
    spec: { parentRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: parent }], rules: [{ backendRefs: [{ name: 'elsewhere', port: 443 }] }] },
  });
  expect(beside(name, route(entry.name)).refutations.map((r) => r.text)).toContainEqual(expect.stringContaining(`HTTPRoute ${entry.namespace}/others spec.rules`));
  expect(beside(name, route('another')).refutations).toEqual([]);
});
