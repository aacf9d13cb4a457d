import { readText } from '../../src/manifest';
import type { AccessModel, GatewayModel } from '../../src/model/model';
import { prove, type ProofResult, type Refutation } from '../../src/proof';
import { edge, MESH, port, service, toPort } from '../platforms/fixtures';

const PODS = { namespace: 'ingress', labels: { istio: 'edge' }, wholeNamespace: false };
const CALLER = { kind: 'identity' as const, role: 'ingress-gateway' as const, principal: 'cluster.local/ns/ingress/sa/edge', pods: PODS };

const GATEWAY: GatewayModel = {
  id: 'ingress/edge', construct: 'ingress/edge', namespace: 'ingress', name: 'edge', caller: CALLER, isProxy: true,
  listeners: [
    { port: 8080, protocol: 'tcp', purpose: 'clients', clients: [{ kind: 'addresses', role: 'cidr', cidrs: ['198.51.100.0/24'], except: [] }] },
    { port: 8443, protocol: 'tcp', purpose: 'clients', clients: [{ kind: 'anyone', reason: 'public' }] },
    { port: 15021, protocol: 'tcp', purpose: 'health', clients: [{ kind: 'addresses', role: 'kubelet', cidrs: ['10.2.0.0/16'], except: [] }] },
  ],
  destinations: [
    { to: { kind: 'addresses', cidr: '192.0.2.7/32' }, ports: [443], reason: 'authorizer' },
    { to: { kind: 'pods', namespace: 'billing', labels: { app: 'billing' } }, ports: [8080], reason: 'declared elsewhere' },
  ],
};

/** Whom the gateway serves is not isolated here: the tests are about the gateway's own pods. */
const MODEL: AccessModel = {
  mesh: { ...MESH, platform: 'kubernetes' },
  namespaces: [],
  services: [service('shop/frontend', [port('http', 8080)], { dataPlane: 'none', deployedElsewhere: true })],
  edges: [edge('shop/frontend', CALLER, toPort('http', 8080))],
  calls: [],
  externals: [],
  gateways: [{ ...GATEWAY, isProxy: false }],
};
const IN_MESH: AccessModel = { ...MODEL, mesh: MESH, services: [], edges: [], gateways: [GATEWAY] };

const labelled = (namespace: string, labels: string): string => `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${namespace}}}, podSelector: {matchLabels: {${labels}}}}`;
const policy = (namespace: string, name: string, spec: string): string => `
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: ${name}, namespace: ${namespace}}
spec:
${spec}`;
const allow = (namespace: string, spec: string): string => `
kind: AuthorizationPolicy
apiVersion: security.istio.io/v1
metadata: {name: a${spec.length}, namespace: ${namespace}}
spec: ${spec}`;

/** Written by hand and right: every test makes one thing of it wrong. */
const FRONTEND = `
kind: Service
apiVersion: v1
metadata: {name: frontend, namespace: shop}
spec: {selector: {app.kubernetes.io/name: frontend}, ports: [{name: http, port: 9080, targetPort: 8080}]}
---${policy('shop', 'frontend', `  podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [${labelled('ingress', 'istio: edge')}], ports: [{protocol: TCP, port: 8080}]}]
  egress: [{to: [${labelled('kube-system', 'k8s-app: kube-dns')}], ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]}]`)}`;
const INGRESS = policy('ingress', 'edge-ingress', `  podSelector: {matchLabels: {istio: edge}}
  policyTypes: [Ingress]
  ingress:
    - {from: [{ipBlock: {cidr: 198.51.100.0/24}}], ports: [{protocol: TCP, port: 8080}]}
    - {ports: [{protocol: TCP, port: 8443}]}
    - {from: [{ipBlock: {cidr: 10.2.0.0/16}}], ports: [{protocol: TCP, port: 15021}]}`);
const EGRESS = policy('ingress', 'edge-egress', `  podSelector: {matchLabels: {istio: edge}}
  policyTypes: [Egress]
  egress:
    - {to: [${labelled('kube-system', 'k8s-app: kube-dns')}], ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]}
    - {to: [${labelled('istio-system', 'app: istiod')}], ports: [{protocol: TCP, port: 15012}]}
    - {to: [${labelled('shop', 'app.kubernetes.io/name: frontend')}], ports: [{protocol: TCP, port: 8080}]}
    - {to: [${labelled('billing', 'app: billing')}], ports: [{protocol: TCP, port: 8080}]}
    - {to: [{ipBlock: {cidr: 192.0.2.7/32}}], ports: [{protocol: TCP, port: 443}]}`);
const rulesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('    - '));
const without = (text: string, line: string): string => text.split('\n').filter((l) => l !== line).join('\n');
/** Without the rule of that number. */
const lacking = (text: string, rule: number): string => without(text, rulesOf(text)[rule]);
const ISTIOD = 1;
const FRONTENDS = 2;

interface Case {
  readonly model: AccessModel;
  readonly objects: readonly string[];
}

/** Without a mesh there is no istiod to reach, and in one here no frontend. */
const KUBERNETES: Case = { model: MODEL, objects: [FRONTEND, INGRESS, lacking(EGRESS, ISTIOD)] };
const ISTIO: Case = { model: IN_MESH, objects: [INGRESS, lacking(EGRESS, FRONTENDS)] };

function proved({ model, objects }: Case): ProofResult {
  const { manifests, problems } = readText(objects.join('\n---\n'), 'gateway.yaml');
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join('\n'));
  return prove({ model, manifests });
}

function changed({ model, objects }: Case, piece: string, by: string): Case {
  const texts = objects.map((o) => o.replace(piece, by));
  if (texts.every((text, i) => text === objects[i])) throw new Error(`no object has \`${piece}\``);
  return { model, objects: texts };
}

const more = ({ model, objects }: Case, ...others: readonly string[]): Case => ({ model, objects: [...objects, ...others] });

test.each([['without a mesh', KUBERNETES], ['in a mesh', ISTIO]])('%s, the manifests that every case changes in one place are proved', (_, right) => {
  const { verdict, refutations } = proved(right);
  expect(refutations.map((r) => r.text)).toEqual([]);
  expect(verdict).toBe('proved-under-assumptions');
});

type Expected = readonly [statement: Refutation['statement'], layer: Refutation['layer'], text: string];

const WIDER = 'layer-least-privilege';
const LABELS = 'podSelector: {matchLabels: {istio: edge}}';
const OPEN = policy('ingress', 'open', '  podSelector: {}\n  policyTypes: [Egress]\n  egress: [{}]');

const TOO_WIDE: readonly (readonly [string, Case, Expected])[] = [
  ['a client\'s block is wider', changed(ISTIO, '198.51.100.0/24', '198.51.0.0/16'), [WIDER, 'ingress-policy', 'in plaintext connect to gateway ingress/edge:8080']],
  ['a port for some is for anyone', changed(ISTIO, 'from: [{ipBlock: {cidr: 198.51.100.0/24}}], ', ''), [WIDER, 'ingress-policy', 'gateway ingress/edge:8080']],
  ['a port that nobody declared', changed(ISTIO, 'port: 8443', 'port: 15000'), [WIDER, 'ingress-policy', 'gateway ingress/edge:15000']],
  ['the status port for anyone', changed(ISTIO, 'from: [{ipBlock: {cidr: 10.2.0.0/16}}], ', ''), [WIDER, 'ingress-policy', 'gateway ingress/edge:15021']],
  ['nothing isolates against clients', { ...ISTIO, objects: ISTIO.objects.slice(1) }, [WIDER, 'ingress-policy', 'gateway ingress/edge:8080']],
  ['nothing isolates its way out', { ...ISTIO, objects: ISTIO.objects.slice(0, 1) }, [WIDER, 'egress-policy', 'gateway ingress/edge connect to an undeclared pod']],
  ['another port of a callee', changed(KUBERNETES, 'frontend}}}], ports: [{protocol: TCP, port: 8080}]', 'frontend}}}], ports: [{protocol: TCP, port: 8080}, {protocol: TCP, port: 9000}]'),
    [WIDER, 'egress-policy', 'gateway ingress/edge connect to a pod in shop with app.kubernetes.io/name=frontend:9000']],
  ['all pods of a callee\'s namespace', changed(KUBERNETES, ', podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}}], ports', '}], ports'), [WIDER, 'egress-policy', 'a pod in shop:8080']],
  ['another address of a destination', changed(ISTIO, '192.0.2.7/32', '192.0.2.0/24'), [WIDER, 'egress-policy', 'gateway ingress/edge connect to 192.0.2.0:443']],
  ['other pods of a destination\'s namespace', changed(ISTIO, 'app: billing', 'app: ledger'), [WIDER, 'egress-policy', 'app=ledger:8080']],
  ['istiod, which a proxy of another product does not need', more(KUBERNETES, EGRESS.replace('name: edge-egress', 'name: istiod')), [WIDER, 'egress-policy', 'app=istiod:15012']],
  ['somebody lets every pod out', more(ISTIO, OPEN), [WIDER, 'egress-policy', 'NetworkPolicy ingress/open']],
  ['its way out is its neighbours\', too', changed(KUBERNETES, `${LABELS}\n  policyTypes: [Egress]`, 'podSelector: {}\n  policyTypes: [Egress]'),
    [WIDER, 'egress-policy', 'an undeclared pod in ingress connect to a pod in shop']],
];

const CUT: readonly (readonly [string, Case, Expected])[] = [
  ['a client', changed(ISTIO, '198.51.100.0/24', '198.51.100.128/25'), ['declared-works', 'ingress-policy', '198.51.100.0, in plaintext from what is declared: to connect to gateway ingress/edge:8080']],
  ['anyone', changed(ISTIO, '{ports: [{protocol: TCP, port: 8443}]}', '{from: [{ipBlock: {cidr: 10.0.0.0/16}}], ports: [{protocol: TCP, port: 8443}]}'), ['declared-works', 'ingress-policy', 'gateway ingress/edge:8443']],
  ['the kubelet', lackingIn(ISTIO, INGRESS, 2), ['declared-works', 'ingress-policy', 'gateway ingress/edge:15021']],
  ['DNS', lackingIn(KUBERNETES, EGRESS, 0), ['declared-works', 'egress-policy', 'cluster DNS']],
  ['istiod', lackingIn(ISTIO, EGRESS, ISTIOD), ['declared-works', 'egress-policy', 'istiod:15012']],
  ['a callee', lackingIn(KUBERNETES, EGRESS, FRONTENDS), ['declared-works', 'egress-policy', 'ingress/edge from what is declared: to connect to shop/frontend:8080']],
  ['a destination by labels', lackingIn(ISTIO, EGRESS, 3), ['declared-works', 'egress-policy', 'the pods in billing that its gateway may reach:8080']],
  ['a destination by address', lackingIn(ISTIO, EGRESS, 4), ['declared-works', 'egress-policy', '192.0.2.7/32:443']],
  ['clients, by the namespace\'s allow-nothing', more(ISTIO, allow('ingress', '{}')), ['declared-works', 'authorization-allow', 'every client from what is declared: to connect to gateway ingress/edge:8080']],
  ['clients, by the mesh\'s', more(ISTIO, allow('istio-system', '{}')), ['declared-works', 'authorization-allow', 'gateway ingress/edge:8080']],
  ['some clients', more(ISTIO, allow('ingress', '{rules: [{to: [{operation: {ports: ["8443"]}}]}]}')), ['declared-works', 'authorization-allow', 'gateway ingress/edge:8080']],
];

function lackingIn({ model, objects }: Case, of: string, rule: number): Case {
  return { model, objects: objects.map((o) => without(o, rulesOf(of)[rule])) };
}

test.each([...TOO_WIDE, ...CUT])('refuted: %s', (_, wrong, [statement, layer, text]) => {
  const { refutations } = proved(wrong);
  expect(refutations.map((r) => [r.statement, r.layer])).toContainEqual([statement, layer]);
  const own = refutations.filter((r) => r.statement === statement && r.layer === layer).map((r) => r.text);
  expect(own.find((t) => t.includes(text)) ?? own).toContain(text);
});

const BOUND = allow('ingress', '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}], rules: [{}]}');

test.each<[string, Case]>([
  ['an ALLOW with its ports opens what allow-nothing closes', more(ISTIO, allow('ingress', '{}'), allow('ingress', '{rules: [{to: [{operation: {ports: ["8080", "8443"]}}]}]}'))],
  ['what the owner narrows by request is the owner\'s', more(ISTIO, allow('ingress', '{rules: [{to: [{operation: {hosts: [shop.example]}}]}]}'))],
  ['a dry run closes nothing', more(ISTIO, allow('ingress', '{}').replace('namespace: ingress}', 'namespace: ingress, annotations: {istio.io/dry-run: "true"}}'))],
  ['a namespace that others isolate', more(ISTIO, policy('ingress', 'deny', '  podSelector: {}\n  policyTypes: [Ingress, Egress]'))],
  ['what is bound to the Gateway opens it', {
    model: {
      ...IN_MESH,
      gateways: [{ ...GATEWAY, caller: { ...CALLER, pods: { ...PODS, labels: { 'gateway.networking.k8s.io/gateway-name': 'edge' } } } }],
    },
    objects: [...ISTIO.objects.map((o) => o.replace('matchLabels: {istio: edge}', 'matchLabels: {gateway.networking.k8s.io/gateway-name: edge}')), allow('ingress', '{}'), BOUND],
  }],
])('proved: %s', (_, right) => {
  expect(proved(right).refutations.map((r) => r.text)).toEqual([]);
});

test('its pods are judged as they are deployed, and are assumed only where nobody deploys them', () => {
  const deployment = `
kind: Deployment
apiVersion: apps/v1
metadata: {name: edge-pods, namespace: ingress}
spec:
  selector: {matchLabels: {istio: edge}}
  template:
    metadata: {labels: {istio: edge, version: v2}}
    spec: {serviceAccountName: edge, containers: [{name: istio-proxy, image: auto}]}`;
  const elsewhere = policy('ingress', 'v2', '  podSelector: {matchLabels: {version: v2}}\n  policyTypes: [Ingress]\n  ingress: [{ports: [{protocol: TCP, port: 15000}]}]');
  const assumed = (of: ProofResult): readonly string[] => of.assumptions.find((a) => a.id === 'pods-deployed-elsewhere')?.subjects ?? [];
  expect(assumed(proved(ISTIO))).toContain('ingress/edge');
  expect(assumed(proved(more(ISTIO, deployment)))).not.toContain('ingress/edge');
  expect(proved(more(ISTIO, elsewhere)).refutations).toEqual([]);
  expect(proved(more(ISTIO, deployment, elsewhere)).refutations.map((r) => r.text)[0]).toContain('gateway ingress/edge:15000');
});
