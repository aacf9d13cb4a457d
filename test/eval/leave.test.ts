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
