import type { Refutation } from '../../src/proof';
import { calledBy, edge, external, toPort } from '../platforms/fixtures';
import { changing, MODEL, proved } from './shop';

type Changes = Parameters<typeof proved>[0];

const object = (kind: string, apiVersion: string, spec: string, metadata = 'name: chart, namespace: shop'): string => `
kind: ${kind}
apiVersion: ${apiVersion}
metadata: {${metadata}}
spec: ${spec}`;
const authorizationPolicy = (spec: string): string => object('AuthorizationPolicy', 'security.istio.io/v1', spec);
const requestAuthentication = object('RequestAuthentication', 'security.istio.io/v1', '{jwtRules: [{issuer: a, jwksUri: https://a.example/keys}]}');
const networkPolicy = (spec: string): string => object('NetworkPolicy', 'networking.k8s.io/v1', spec);
const serviceEntry = (spec: string, metadata?: string): string => object('ServiceEntry', 'networking.istio.io/v1', spec, metadata);
const deployment = (name: string, metadata: string): string => object(
  'Deployment', 'apps/v1', `{selector: {matchLabels: {}}, template: {metadata: {${metadata}}, spec: {serviceAccountName: ${name}, containers: [{name: app, image: app}]}}}`,
);

/** Objects that nobody of this App wrote, each with what it does to pods of whom only the declaration is known. */
const REFUTED: readonly (readonly [string, Changes, Refutation['statement'], Refutation['layer'], string])[] = [
  ['a port by name opens a pod whose names nobody knows', {
    chart: networkPolicy('{podSelector: {matchLabels: {app.kubernetes.io/name: catalog}}, ingress: [{ports: [{port: web}]}]}'),
  }, 'layer-least-privilege', 'ingress-policy', 'shop/catalog:8080, cannot be decided'],
  ['a port by name opens whatever gives itself that name', {
    chart: networkPolicy('{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: web}]}]}'),
  }, 'layer-least-privilege', 'egress-policy', 'that egress-policy keeps shop/catalog from what nothing declares'],
  ['an address that the peer may write itself', { chart: authorizationPolicy('{rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]}') },
    'layer-least-privilege', 'authorization-allow', 'cannot be decided'],
  ['a token that a declared call may carry', { chart: requestAuthentication }, 'declared-works', 'request-authentication', 'request-authentication keeps shop/frontend from what is declared: to call GET /items with a token (signed by x, in header authorization'],
  ['callers that are told to send plaintext', { chart: object('DestinationRule', 'networking.istio.io/v1', '{host: catalog, trafficPolicy: {tls: {mode: DISABLE}}}') },
    'declared-works', 'mtls', 'shop/frontend from what is declared: to connect to Service shop/catalog:9080: DestinationRule shop/chart'],
  ['a header before the first byte', { chart: object('DestinationRule', 'networking.istio.io/v1', '{host: catalog, trafficPolicy: {proxyProtocol: {version: V2}}}') },
    'declared-works', 'mtls', 'Service shop/catalog:9080, as declared, cannot be decided: DestinationRule shop/chart'],
  ['pods that say they take no mTLS', { chart: deployment('catalog', 'labels: {app.kubernetes.io/name: catalog, security.istio.io/tlsMode: disabled}') },
    'declared-works', 'mtls', 'Service shop/catalog:9080, as declared, cannot be decided'],
  ['a port that goes around the caller\'s proxy', {
    chart: deployment('frontend', 'labels: {app.kubernetes.io/name: frontend}, annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "9080"}'),
  }, 'declared-works', 'mtls', 'Service shop/catalog:9080, as declared, cannot be decided'],
  ['addresses that go around the caller\'s proxy', {
    chart: deployment('frontend', 'labels: {app.kubernetes.io/name: frontend}, annotations: {traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8}'),
  }, 'declared-works', 'mtls', 'Service shop/redis:7379, as declared, cannot be decided'],
  ['another that has the host of a declared Service', {
    chart: serviceEntry('{hosts: [catalog.shop.svc.cluster.local], ports: [{number: 9080, name: http, protocol: HTTP}], resolution: STATIC, endpoints: [{address: 203.0.113.9}]}'),
  }, 'declared-works', 'egress-scope', ':9080, as declared, cannot be decided: ServiceEntry shop/chart'],
  ['one more name for declared pods, whose port then may be read as TCP', {
    chart: serviceEntry(`{hosts: [more.example], ports: [{number: 8080, name: tcp, protocol: TCP}], location: MESH_INTERNAL, resolution: STATIC,
      workloadSelector: {labels: {app.kubernetes.io/name: catalog}}}`),
  }, 'declared-works', 'capture', 'as declared, cannot be decided: ServiceEntry shop/chart'],
  ['an endpoint at an address that a declared pod may have', {
    chart: serviceEntry('{hosts: [more.example], ports: [{number: 80, name: tcp, protocol: TCP, targetPort: 8080}], resolution: STATIC, endpoints: [{address: 10.0.4.9}]}'),
  }, 'declared-works', 'capture', 'as declared, cannot be decided: ServiceEntry shop/chart'],
];

test.each(REFUTED)('%s', (_name, changes, statement, layer, text) => {
  const { verdict, refutations } = proved(changes);
  expect(verdict).toBe('refuted');
  expect(refutations.filter((r) => r.statement === statement && r.layer === layer).map((r) => r.text)).toContainEqual(expect.stringContaining(text));
});

const selecting = (spec: string): string => networkPolicy(`{podSelector: {matchLabels: {app.kubernetes.io/name: catalog}}, ingress: [{from: [${spec}], ports: [{port: 8080}]}]}`);
const admitting = (source: string): string => authorizationPolicy(`{rules: [{from: [{source: {${source}}}]}]}`);

test.each([
  ['every namespace but that of a name', selecting('{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [undeclared-namespace, shop]}]}}'), 'ingress-policy'],
  ['every team but one', selecting('{podSelector: {matchExpressions: [{key: team, operator: Exists}, {key: team, operator: NotIn, values: [undeclared]}]}}'), 'ingress-policy'],
  ['every account but those of two patterns', admitting('principals: ["*"], notPrincipals: ["undeclared.example/*", "*/sa/undeclared"]'), 'authorization-allow'],
  ['every account but those that nobody can have', admitting('principals: ["*"], notPrincipals: ["~*", "*~", "*/sa/~undeclared~"]'), 'authorization-allow'],
  ['every namespace but one that nobody can have', admitting('principals: [cluster.local/*], notNamespaces: [shop, "~*", "*undeclared-namespace~"]'), 'authorization-allow'],
  ['every account but those that end alike', admitting('principals: ["*"], notPrincipals: ["*d"]'), 'authorization-allow'],
  ['those that end alike, but for some', admitting('principals: ["*e"], notPrincipals: ["*xe"]'), 'authorization-allow'],
  ['those that begin alike, but for some', admitting('principals: ["cluster.local/ns/o*"], notPrincipals: ["cluster.local/ns/ox*"]'), 'authorization-allow'],
  ['namespaces that begin alike, but for some', admitting('namespaces: ["o*"], notNamespaces: [ox, oxx]'), 'authorization-allow'],
  ['trust domains that begin alike, but for one', admitting('trustDomains: ["o*"], notTrustDomains: [ox]'), 'authorization-allow'],
  ['every namespace but theirs, in the mesh', admitting('principals: [cluster.local/*], notNamespaces: [shop, undeclared-namespace]'), 'authorization-allow'],
  ['the same as a condition', authorizationPolicy('{rules: [{when: [{key: source.namespace, notValues: [shop, "undeclared-*"]}]}]}'), 'authorization-allow'],
  ['an account of a namespace, each named apart', admitting('principals: ["*/sa/x"], namespaces: [other]'), 'authorization-allow'],
  ['the same, the namespace as a condition', authorizationPolicy('{rules: [{from: [{source: {principals: ["*/sa/x"]}}], when: [{key: source.namespace, values: [other]}]}]}'), 'authorization-allow'],
  ['the same, by two patterns of the whole', authorizationPolicy(
    '{rules: [{from: [{source: {principals: ["*/sa/x"]}}], when: [{key: source.principal, values: ["cluster.local/ns/other/*"]}]}]}'), 'authorization-allow'],
  ['how an account ends, and its namespace begins', admitting('principals: ["*o"], namespaces: ["a*"]'), 'authorization-allow'],
  ['how one name begins and ends', admitting('principals: ["cluster.local/ns/ab*"], namespaces: ["*bc"], notNamespaces: ["ab*bc"]'), 'authorization-allow'],
])('whom the proof asks for is nobody to a policy, and no gap between its patterns is left out: %s', (_name, chart, layer) => {
  const { verdict, refutations } = proved({ chart });
  expect(verdict).toBe('refuted');
  expect(refutations.map((r) => `${r.statement} ${r.layer}`)).toContainEqual(expect.stringMatching(new RegExp(`^(layer-least-privilege|exactly-declared) (${layer}|undefined)$`)));
});

test('who asks for what no identity has means nobody', () => {
  expect(proved({ chart: admitting('principals: ["*/sa/~undeclared~", "cluster.local/ns/~*"]') }).verdict).not.toBe('refuted');
  expect(proved({ chart: admitting('namespaces: ["~undeclared-namespace~"]') }).verdict).not.toBe('refuted');
});

test.each([['a whole trust domain', '"cluster.local/*"'], ['every identity', '"*"'], ['all of a namespace', 'cluster.local/ns/shop/*']])('a DENY of all but %s tells no stranger apart', (_name, pattern) => {
  const { refutations } = proved({ chart: authorizationPolicy(`{action: DENY, rules: [{from: [{source: {notPrincipals: [${pattern}]}}]}]}`) });
  expect(refutations.filter((r) => r.statement === 'as-assumed')).toEqual([]);
});

test('a refutation blames the objects that widen, and no object beside them', () => {
  const { refutations } = proved({ chart: authorizationPolicy('{rules: [{}]}') });
  expect(refutations[0]).toMatchObject({ statement: 'exactly-declared', caller: 'shop/frontend', request: expect.stringContaining('GET /') });
  expect(refutations.map((r) => r.repair)).toEqual(refutations.map(() => (
    'narrow or remove AuthorizationPolicy shop/chart, declare the access, or stand by it: `mesh.acknowledgeObject(\'AuthorizationPolicy\', \'chart\', { namespace: \'shop\', reason: \'…\' })`')));
});

test('a Service that reads a port as another protocol is blamed, and no policy', () => {
  const chart = object('Service', 'v1', '{selector: {app.kubernetes.io/name: catalog}, ports: [{name: tcp-extra, port: 81, targetPort: 8080}]}');
  const { refutations } = proved({ chart });
  expect(refutations.map((r) => r.because.map((b) => `${b.object} ${b.path}`))).toContainEqual(['Service shop/chart spec.ports[0]']);
  expect(refutations.flatMap((r) => r.because).filter((b) => b.object.startsWith('AuthorizationPolicy'))).toEqual([]);
  expect(refutations.map((r) => r.repair)).toContainEqual(
    'let port `81` of Service shop/chart say that it carries `http` (`appProtocol`), or take it out: of several the oldest says how the port is read',
  );
});

test('a Service that reads a port as bytes is blamed, too, where everything on the port is granted', () => {
  const chart = object('Service', 'v1', '{selector: {app.kubernetes.io/name: catalog}, ports: [{name: tcp-extra, port: 81, targetPort: 8080}]}');
  const everything: Changes = changing('catalogCallers', ', methods: [GET, POST], paths: [/items, /items/*]', '');
  const granted = { ...MODEL, edges: [edge('shop/catalog', calledBy('shop/frontend'), toPort('http', 8080)), MODEL.edges[1]] };
  expect(proved(everything, granted).refutations).toEqual([]);
  const { refutations } = proved({ chart, ...everything }, granted);
  expect(refutations.length).toBeGreaterThan(0);
  expect(refutations.map((r) => r.repair)).toEqual(refutations.map(() => (
    'let port `81` of Service shop/chart say that it carries `http` (`appProtocol`), or take it out: of several the oldest says how the port is read'
  )));
});

test('what goes around the proxies is mended at the pods', () => {
  const around = proved({
    chart: deployment('frontend', 'labels: {app.kubernetes.io/name: frontend}, annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "9080"}'),
  });
  expect(around.refutations.map((r) => r.repair)).toContainEqual(expect.stringContaining('let the caller\'s proxy send it by mTLS (annotations `traffic.'));
  const past = proved({
    chart: deployment('catalog', 'labels: {app.kubernetes.io/name: catalog}, annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "47"}'),
  });
  expect(past.refutations.map((r) => r.repair)).toContainEqual(expect.stringContaining('with all ports captured'));
});

const API = 'api.example';
const PAYS = { ...MODEL, externals: [external('shop/frontend', API, [{ number: 443, protocol: 'https' }], ['192.0.2.44/32'])] };
const PAYING: Changes = {
  ...changing('frontendScope', 'shop/redis.', `./${API}, shop/redis.`),
  ...changing('frontendEgress', 'ports: [{protocol: TCP, port: 6379}]', `ports: [{protocol: TCP, port: 6379}]
    - to: [{ipBlock: {cidr: 192.0.2.44/32}}]
      ports: [{protocol: TCP, port: 443}]`),
};
const ENTRY = serviceEntry(`{hosts: [${API}], ports: [{number: 443, name: tls-443, protocol: TLS}], location: MESH_EXTERNAL, resolution: DNS, exportTo: [.]}`, 'name: api, namespace: shop');

const destinationRule = (trafficPolicy: string, metadata?: string): string => (
  object('DestinationRule', 'networking.istio.io/v1', `{host: ${API}, trafficPolicy: ${trafficPolicy}}`, metadata)
);

describe('an external host', () => {
  test.each([
    ['TLS around what is TLS already', destinationRule('{tls: {mode: SIMPLE}}'), 1],
    ['TLS for its port', destinationRule('{portLevelSettings: [{port: {number: 443}, tls: {mode: MUTUAL, credentialName: a}}]}'), 1],
    ['a certificate of the mesh, for every namespace', destinationRule('{tls: {mode: ISTIO_MUTUAL}}', 'name: chart, namespace: istio-system'), 1],
    ['the PROXY protocol', destinationRule('{proxyProtocol: {version: V2}}'), 1],
    ['CONNECT to another host', destinationRule('{tunnel: {targetHost: evil.example, targetPort: 443}}'), 1],
    ['any address that is dialled', destinationRule('{loadBalancer: {simple: PASSTHROUGH}}'), 1],
    ['any address that is dialled at its port', destinationRule('{portLevelSettings: [{port: {number: 443}, loadBalancer: {simple: PASSTHROUGH}}]}'), 1],
    ['TLS for another port', destinationRule('{portLevelSettings: [{port: {number: 8443}, tls: {mode: SIMPLE}}]}'), 0],
    ['no TLS', destinationRule('{tls: {mode: DISABLE}}'), 0],
    ['nothing about TLS', destinationRule('{connectionPool: {tcp: {maxConnections: 1}}}'), 0],
    ['TLS where nobody looks', destinationRule('{tls: {mode: SIMPLE}}', 'name: chart, namespace: other'), 0],
  ])('gets what the application sends, or else it is refuted: %s', (_name, chart, wrong) => {
    const found = proved({ ...PAYING, ENTRY, chart }, PAYS).refutations;
    expect(found.map(({ statement, layer }) => [statement, layer])).toEqual(Array(wrong).fill(['declared-works', 'egress-scope']));
    expect(found.every(({ text }) => text.includes('DestinationRule'))).toBe(true);
  });

  test('is where its name is looked up to', () => {
    expect(proved({ ...PAYING, ENTRY }, PAYS).refutations).toEqual([]);
  });

  test.each([
    ['the same once more', ENTRY.replace('name: api', 'name: chart')],
    ['an entry that its callers do not see', ENTRY.replace('name: api, namespace: shop', 'name: chart, namespace: other').replace('DNS', 'NONE')],
  ])('stays there beside %s', (_name, chart) => {
    expect(proved({ ...PAYING, ENTRY, chart }, PAYS).refutations).toEqual([]);
  });

  test.each([
    ['whatever address the caller dials', 'resolution: DNS', 'resolution: NONE'],
    ['whatever address the caller dials, by default', ', resolution: DNS', ''],
    ['endpoints of somebody\'s choice', 'resolution: DNS', 'resolution: STATIC, endpoints: [{address: 203.0.113.9}]'],
    ['names of somebody\'s choice', 'resolution: DNS', 'resolution: DNS, endpoints: [{address: evil.example}]'],
    ['pods', 'resolution: DNS', 'resolution: STATIC, workloadSelector: {labels: {app: evil}}'],
    ['other addresses', 'resolution: DNS', 'resolution: DNS, addresses: [203.0.113.9]'],
    ['another port', 'protocol: TLS', 'protocol: TLS, targetPort: 8443'],
    ['what shows its name otherwise', 'protocol: TLS', 'protocol: HTTP'],
    ['the mesh', 'MESH_EXTERNAL', 'MESH_INTERNAL'],
  ])('is refuted where another entry leads it to %s', (_name, piece, by) => {
    const chart = ENTRY.replace('name: api', 'name: chart').replace(piece, by);
    expect(proved({ ...PAYING, ENTRY, chart }, PAYS).refutations).toContainEqual(expect.objectContaining({
      statement: 'layer-least-privilege', layer: 'egress-scope', repair: expect.stringMatching(/^narrow or remove ServiceEntry shop\/chart, declare the access, or stand by it: /),
    }));
  });
});
