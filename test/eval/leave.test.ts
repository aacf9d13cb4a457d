import { buildWorld, callerOf, type ExternalTarget, leave, type MeshSettings, workloadsNamed } from '../../src/eval';
import { readText } from '../../src/manifest';

const BASE = `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Pod
metadata: {name: frontend, namespace: shop, labels: {app: frontend}}
spec: {containers: [{name: app, image: app}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: api, namespace: shop}
spec: {hosts: [api.example.com], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS, location: MESH_EXTERNAL}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: wild, namespace: shop}
spec: {hosts: ["*.wild.com"], ports: [{number: 443, name: tls, protocol: TLS}], resolution: NONE}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: www, namespace: shop}
spec: {hosts: [www.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: db, namespace: shop}
spec: {hosts: [db.example.com], addresses: [203.0.113.7], ports: [{number: 5432, name: tcp, protocol: TCP}], resolution: NONE}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: hidden, namespace: bank}
spec: {hosts: [hidden.example.com], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS, exportTo: ["."]}
`;

const REGISTRY_ONLY = { outboundTrafficPolicy: 'REGISTRY_ONLY' } as const;

function ask(settings: Partial<MeshSettings>, more: string, target: ExternalTarget): string {
  const { manifests, problems } = readText(`${BASE}\n---\n${more}`, 'leave.yaml');
  expect(problems).toEqual([]);
  const world = buildWorld(manifests, settings);
  const { answer, layers } = leave(world, callerOf(world, workloadsNamed(world, 'shop', 'frontend')[0]), target);
  return answer === 'allow' ? answer : `${answer} ${layers.find((l) => l.answer === answer)!.layer}`;
}

const tls = (host: string | undefined, ip = '198.51.100.1', port = 443): ExternalTarget => ({ ...(host === undefined ? {} : { host }), ip, port, protocol: 'tls' });
const http = (host: string, port = 80): ExternalTarget => ({ host, ip: '198.51.100.1', port, protocol: 'http' });
const tcp = (ip: string, port: number): ExternalTarget => ({ ip, port, protocol: 'tcp' });

test.each([
  ['an allowed server name', tls('api.example.com'), 'allow'],
  ['an allowed server name at another address', tls('api.example.com', '203.0.113.66'), 'allow'],
  ['another server name', tls('evil.com'), 'deny egress-scope'],
  ['no server name', tls(undefined), 'deny egress-scope'],
  ['a name below a wildcard', tls('a.wild.com'), 'allow'],
  ['the name of the wildcard itself', tls('wild.com'), 'deny egress-scope'],
  ['the right name on another port', tls('api.example.com', '198.51.100.1', 8443), 'deny egress-scope'],
  ['a host that another namespace keeps to itself', tls('hidden.example.com'), 'deny egress-scope'],
  ['plaintext to a TLS port', tcp('198.51.100.1', 443), 'deny egress-scope'],
  ['an allowed HTTP host', http('www.example.com'), 'allow'],
  ['in other case', http('WWW.EXAMPLE.COM'), 'allow'],
  ['with its port', http('www.example.com:80'), 'allow'],
  ['with a final dot', http('www.example.com.'), 'allow'],
  ['another HTTP host', http('other.example.com'), 'deny egress-scope'],
  ['an address that is given', tcp('203.0.113.7', 5432), 'allow'],
  ['another address', tcp('203.0.113.8', 5432), 'deny egress-scope'],
  ['an undeclared port', tcp('198.51.100.1', 4444), 'deny egress-scope'],
])('REGISTRY_ONLY: %s', (_name, target, expected) => {
  expect(ask(REGISTRY_ONLY, '', target)).toBe(expected);
});

test.each([['evil.com', tls('evil.com')], ['any address', tcp('198.51.100.1', 4444)], ['any host', http('other.example.com')]])('ALLOW_ANY lets %s pass', (_name, target) => {
  expect(ask({}, '', target)).toBe('allow');
});

test('a TCP entry without addresses opens its port to every address', () => {
  const open = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: open, namespace: shop}
spec: {hosts: [db2.example.com], ports: [{number: 5433, name: tcp, protocol: TCP}], resolution: NONE}
`;
  expect(ask(REGISTRY_ONLY, open, tcp('203.0.113.8', 5433))).toBe('allow');
  expect(ask(REGISTRY_ONLY, open, tcp('203.0.113.8', 5434))).toBe('deny egress-scope');
});

test('a Sidecar takes hosts out of scope', () => {
  const one = `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: s, namespace: shop}
spec: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}, egress: [{hosts: [./api.example.com]}]}
`;
  expect(ask({}, one, tls('api.example.com'))).toBe('allow');
  expect(ask({}, one, http('www.example.com'))).toBe('deny egress-scope');
});

test.each([
  ['198.51.100.1', 443, 'allow'],
  ['198.51.100.1', 80, 'deny egress-policy'],
  ['10.0.0.1', 443, 'deny egress-policy'],
  [undefined, 443, 'undetermined egress-policy'],
])('NetworkPolicy sees address %s and port %i', (ip, port, expected) => {
  const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: shop}
spec:
  podSelector: {matchLabels: {app: frontend}}
  policyTypes: [Egress]
  egress:
    - {to: [{namespaceSelector: {}}], ports: [{port: 80}]}
    - {to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [{port: 443}]}
`;
  expect(ask({}, policy, { host: 'api.example.com', port, protocol: 'tls', ...(ip === undefined ? {} : { ip }) })).toBe(expected);
});

const AMBIENT = `
apiVersion: v1
kind: Namespace
metadata: {name: cafe, labels: {istio.io/dataplane-mode: ambient}}
---
apiVersion: v1
kind: Pod
metadata: {name: frontend, namespace: cafe, labels: {app: frontend}}
spec: {serviceAccountName: frontend, containers: [{name: app, image: app}]}
---
apiVersion: v1
kind: Pod
metadata: {name: other, namespace: cafe, labels: {app: other}}
spec: {serviceAccountName: other, containers: [{name: app, image: app}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: egress}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: egress, namespace: egress}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: pay, namespace: egress, labels: {istio.io/use-waypoint: egress}}
spec: {hosts: [pay.example.com], ports: [{number: 443, name: tls, protocol: TLS}, {number: 80, name: http, protocol: HTTP}], resolution: DNS, location: MESH_EXTERNAL}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: free, namespace: egress, labels: {istio.io/use-waypoint: none}}
spec: {hosts: [free.example.com], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS, location: MESH_EXTERNAL, exportTo: ["."]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: fixed, namespace: egress, labels: {istio.io/use-waypoint: egress}}
spec: {hosts: [fixed.example.com], addresses: [240.0.0.9], ports: [{number: 443, name: tls, protocol: TLS}], resolution: NONE, location: MESH_EXTERNAL}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: lost, namespace: egress, labels: {istio.io/use-waypoint: elsewhere}}
spec: {hosts: [lost.example.com], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS, location: MESH_EXTERNAL}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: pay, namespace: egress}
spec:
  targetRefs: [{kind: ServiceEntry, group: networking.istio.io, name: pay}]
  rules:
    - {from: [{source: {principals: [cluster.local/ns/cafe/sa/frontend]}}], to: [{operation: {ports: ["443"]}}]}
    - {from: [{source: {principals: [cluster.local/ns/cafe/sa/frontend]}}], to: [{operation: {ports: ["80"], methods: [GET]}}]}
`;
const ONLY_TO_EGRESS = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: cafe}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: egress}}}], ports: [{port: 15008}]}]}
`;
const EGRESS_TO_ONE_PORT = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: egress}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}
`;

function askAmbient(more: string, name: string, target: ExternalTarget): string {
  const { manifests, problems } = readText([AMBIENT, more].filter((t) => t !== '').join('\n---\n'), 'leave.yaml');
  expect(problems).toEqual([]);
  const world = buildWorld(manifests, REGISTRY_ONLY);
  const { answer, layers } = leave(world, callerOf(world, workloadsNamed(world, 'cafe', name)[0]), target);
  return answer === 'allow' ? answer : `${answer} ${layers.find((l) => l.answer === answer)!.layer}`;
}

const GET = { method: 'GET', path: '/', host: 'pay.example.com', headers: {} };

test.each([
  ['whom its policy names, TLS', '', 'frontend', tls('pay.example.com'), 'allow'],
  ['somebody else', '', 'other', tls('pay.example.com'), 'deny waypoint-authorization'],
  ['a port that the entry has not', '', 'frontend', tls('pay.example.com', undefined, 8443), 'deny waypoint-authorization'],
  ['a request that its policy names', '', 'frontend', { ...http('pay.example.com'), http: GET }, 'allow'],
  ['another request', '', 'frontend', { ...http('pay.example.com'), http: { ...GET, method: 'POST' } }, 'deny waypoint-authorization'],
  ['some request', '', 'frontend', http('pay.example.com'), 'undetermined waypoint-authorization'],
  ['any request of somebody else', '', 'other', http('pay.example.com'), 'deny waypoint-authorization'],
  ['whoever dials the address of its entry', '', 'other', tcp('240.0.0.9', 443), 'allow'],
])('through an egress waypoint: %s', (_name, more, caller, target, expected) => {
  expect(askAmbient(more, caller, target)).toBe(expected);
});

test.each([
  ['by its real address', '', tcp('198.51.100.1', 443), 'allow'],
  ['to any host that nobody has', '', tls('evil.com'), 'allow'],
  ['to a host that is exported to nobody, and uses none', '', tls('free.example.com'), 'allow'],
  ['unless NetworkPolicy holds it, by address', ONLY_TO_EGRESS, tcp('198.51.100.1', 443), 'deny egress-policy'],
  ['or by name', ONLY_TO_EGRESS, tls('free.example.com'), 'deny egress-policy'],
])('past an egress waypoint an ambient caller reaches everything: %s', (_name, more, target, expected) => {
  expect(askAmbient(more, 'other', target)).toBe(expected);
});

test.each([
  ['the caller only to it', ONLY_TO_EGRESS, tls('pay.example.com'), 'allow'],
  ['it only to one port', EGRESS_TO_ONE_PORT, tls('pay.example.com'), 'allow'],
  ['and no other', EGRESS_TO_ONE_PORT, { ...http('pay.example.com'), http: GET }, 'deny waypoint-egress'],
])('NetworkPolicy on the way through an egress waypoint: %s', (_name, more, target, expected) => {
  expect(askAmbient(more, 'frontend', target)).toBe(expected);
});

const MUTE = (capture: string, more = ''): string => `
apiVersion: v1
kind: Pod
metadata: {name: mute, namespace: cafe, annotations: {ambient.istio.io/dns-capture: "${capture}"}}
spec: {serviceAccountName: frontend, containers: [{name: app, image: app}]}
${more === '' ? '' : `---\n${more}`}`;

test.each([
  ['by name', MUTE('false', ONLY_TO_EGRESS), tls('pay.example.com'), 'undetermined egress-policy'],
  ['by the address of its entry', MUTE('false', ONLY_TO_EGRESS), tls('fixed.example.com', '240.0.0.9'), 'allow'],
  ['by name, where it does ask', MUTE('true', ONLY_TO_EGRESS), tls('pay.example.com'), 'allow'],
  ['by name, where the annotation says nothing', MUTE('off', ONLY_TO_EGRESS), tls('pay.example.com'), 'allow'],
])('who does not ask ztunnel for names may go past the waypoint: %s', (_name, more, target, expected) => {
  expect(askAmbient(more, 'mute', target)).toBe(expected);
});

test('an egress waypoint that is not in the manifests may be there or not', () => {
  expect(askAmbient('', 'frontend', tls('lost.example.com'))).toBe('undetermined waypoint-authorization');
});
