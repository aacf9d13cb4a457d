import type { AccessModel, ServiceModel } from '../../src/model/model';
import { edge, port, toPort } from '../platforms/fixtures';
import { changing, MODEL, OBJECTS, proved } from './shop';

type Changes = Parameters<typeof proved>[0];

const texts = (changes: Changes, model?: AccessModel): readonly string[] => {
  const { verdict, refutations } = proved(changes, model);
  for (const { statement, repair } of refutations) expect([statement, repair]).toEqual(['declared-works', expect.stringMatching(/./)]);
  expect(verdict).toBe(refutations.length === 0 ? 'proved-under-assumptions' : 'refuted');
  return refutations.map((r) => r.text);
};
const withService = (id: string, change: (service: ServiceModel) => Partial<ServiceModel>): AccessModel => (
  { ...MODEL, services: MODEL.services.map((s) => (s.id === id ? { ...s, ...change(s) } : s)) });

describe('a headless Service leads to the port that is dialled', () => {
  const HEADLESS = changing('catalogService', 'spec:', 'spec:\n  clusterIP: None');
  const at = (dialled: number, ...more: ServiceModel['kubernetesServices']): AccessModel => withService('shop/catalog', ({ kubernetesServices: [own] }) => (
    { kubernetesServices: [{ ...own, headless: true, ports: [{ ...own.ports[0], port: dialled }] }, ...more] }));

  test('which is not that of its pods', () => {
    expect(texts(HEADLESS, at(9080))).toEqual([expect.stringContaining(
      'the network keeps shop/frontend from what is declared: to connect to port `8080` by the headless Service shop/catalog:9080: Service shop/catalog spec.ports[0]')]);
  });

  test('which is that of its pods', () => {
    const same = { catalogService: HEADLESS.catalogService.replace('port: 9080', 'port: 8080') };
    expect(texts(same, at(8080))).toEqual([]);
  });

  test('and another Service leads there', () => {
    const other = { name: 'catalog-http', headless: false, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' as const }] };
    const added = OBJECTS.catalogService.replace('name: catalog,', 'name: catalog-http,').replace('name: http-9080', 'name: http').replace('port: 9080', 'port: 80');
    const scope = changing('frontendScope', 'hosts: [', 'hosts: [shop/catalog-http.shop.svc.cluster.local, ');
    expect(texts({ ...HEADLESS, ...scope, added }, at(9080, other))).toEqual([]);
  });

  test('and who has no sidecar dials the pods\' own by its name', () => {
    const { services, ...model } = at(9080);
    const ambient = services.map((s) => (s.id === 'shop/frontend' ? { ...s, dataPlane: 'ambient' as const } : s));
    expect(proved(HEADLESS, { ...model, services: ambient }).refutations.map((r) => r.text)).not.toContainEqual(expect.stringContaining('headless'));
  });

  test('of which gateways know the pods\' own', () => {
    const gateway = { kind: 'identity', role: 'ingress-gateway', principal: 'cluster.local/ns/shop/sa/frontend' } as const;
    const model = at(9080);
    const edges = [edge('shop/catalog', gateway, ...model.edges[0].access), ...model.edges.slice(1)];
    expect(proved(HEADLESS, { ...model, edges }).refutations.map((r) => r.text)).not.toContainEqual(expect.stringContaining('headless'));
  });
});

describe('the version of HTTP that a Service says is what the application gets', () => {
  const model = (protocol: 'http' | 'http2' | 'grpc' | 'tcp'): AccessModel => ({
    ...withService('shop/catalog', ({ kubernetesServices: [own] }) => (
      { ports: [port(protocol, 8080)], kubernetesServices: [{ ...own, ports: [{ ...own.ports[0], protocol }] }] })),
    edges: [{ ...MODEL.edges[0], access: [{ ...MODEL.edges[0].access[0], protocol }] }, ...MODEL.edges.slice(1)],
  });
  const saying = (appProtocol: string): Changes => changing('catalogService', 'appProtocol: http', `appProtocol: ${appProtocol}`);
  const NAMED = changing('catalogService', 'name: http-9080, appProtocol: http', 'name: grpc-web-9080');

  test.each([
    ['http', saying('grpc'), 'that the network lets every caller connect to port `8080`, declared as `http`, in HTTP/1.1, by Service shop/catalog:9080, as declared, cannot be decided'],
    ['http', saying('kubernetes.io/h2c'), 'declared as `http`, in HTTP/1.1'],
    ['http', changing('catalogService', 'name: http-9080, appProtocol: http', 'name: grpc-9080'), 'declared as `http`, in HTTP/1.1'],
    ['grpc', saying('http'), 'the network keeps every caller from what is declared: to connect to port `8080`, declared as `grpc`, in HTTP/2, by Service shop/catalog:9080'],
    ['http2', saying('http'), 'declared as `http2`, in HTTP/2'],
    ['http', { other: OBJECTS.catalogService.replace('name: catalog,', 'name: other,').replace('appProtocol: http', 'appProtocol: grpc') }, 'by Service shop/other:9080'],
  ] as const)('declared as %s: case %#', (protocol, changes, text) => {
    expect(texts(changes, model(protocol))).toEqual([expect.stringContaining(text)]);
  });

  test.each([
    ['http', {}], ['http2', saying('grpc')], ['grpc', saying('http2')], ['grpc', saying('kubernetes.io/h2c')], ['http', NAMED],
    // Sent on as it comes.
    ['grpc', changing('catalogService', 'name: http-9080, appProtocol: http', 'name: web')],
  ] as const)('right where it is declared as %s: case %#', (protocol, changes) => {
    expect(texts(changes, model(protocol))).toEqual([]);
  });

  test('and where nobody may call, nobody minds', () => {
    const closed = { ...MODEL, edges: MODEL.edges.slice(1) };
    expect(proved({ ...saying('grpc'), catalogCallers: undefined }, closed).refutations.map((r) => r.text)).not.toContainEqual(expect.stringContaining('declared as `http`'));
  });
});

describe('a load balancer takes the clients that are declared', () => {
  const cidr = { kind: 'addresses', role: 'cidr', cidrs: ['198.51.100.0/24'], except: ['198.51.100.128/25'] } as const;
  const opened: AccessModel = {
    ...withService('shop/redis', () => ({ ports: [port('tcp', 6379, 'disable')] })), edges: [MODEL.edges[0], edge('shop/redis', cidr, toPort('tcp', 6379))],
  };
  const base = (spec: string, annotations = ''): Changes => ({
    plaintext: '\nkind: PeerAuthentication\napiVersion: security.istio.io/v1\nmetadata: {name: redis, namespace: shop}\n'
      + 'spec: {selector: {matchLabels: {app.kubernetes.io/name: redis}}, mtls: {mode: STRICT}, portLevelMtls: {6379: {mode: DISABLE}}}',
    redisCallers: OBJECTS.redisCallers.replace('principals: [cluster.local/ns/shop/sa/frontend]', 'ipBlocks: [198.51.100.0/24], notIpBlocks: [198.51.100.128/25]'),
    redisIngress: OBJECTS.redisIngress.replace(/from: \[.*\]/, 'from: [{ipBlock: {cidr: 198.51.100.0/24, except: [198.51.100.128/25]}}]'),
    frontendScope: OBJECTS.frontendScope.replace(', shop/redis.shop.svc.cluster.local', ''),
    frontendEgress: OBJECTS.frontendEgress.slice(0, OBJECTS.frontendEgress.lastIndexOf('    - to:')),
    redisService: OBJECTS.redisService.replace('spec:', `spec:\n  ${spec}`).replace('metadata: {', `metadata: {annotations: {${annotations}}, `),
  });
  const balanced = (ranges: string): string => `type: LoadBalancer\n  loadBalancerSourceRanges: [${ranges}]`;
  const OTHER = OBJECTS.redisService.replace('name: redis,', 'name: redis-nodes,').replace('spec:', 'spec:\n  type: NodePort');

  test.each([
    ['some of them', base(balanced('198.51.100.0/26')), '198.51.100.64', 'spec.loadBalancerSourceRanges'],
    ['others', base(balanced('203.0.113.0/24')), '198.51.100.0', 'spec.loadBalancerSourceRanges'],
    ['others, by the annotation', base('type: LoadBalancer', 'service.beta.kubernetes.io/load-balancer-source-ranges: 203.0.113.0/24'), '198.51.100.0', 'metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]'],
  ] as const)('and not %s', (_name, changes, ip, path) => {
    const { refutations: [first] } = proved(changes, opened);
    expect(texts(changes, opened)).toHaveLength(1);
    expect(first.text).toContain(`the network keeps ${ip} outside the cluster from what is declared: to connect to the load balancer of Service shop/redis:7379: Service shop/redis ${path}`);
  });

  test.each([
    ['all of them', base(balanced('198.51.100.0/25'))],
    ['all of them in two halves, and others', base(balanced('198.51.100.0/26, 198.51.100.64/26, 203.0.113.0/24'))],
    ['everybody', base('type: LoadBalancer')],
    ['everybody, if the field wins over the annotation', base(balanced('0.0.0.0/0'), 'service.beta.kubernetes.io/load-balancer-source-ranges: 203.0.113.0/24')],
    ['others, and nodes take them', { ...base(balanced('203.0.113.0/24')), other: OTHER }],
    ['nobody: there is none', base('type: ClusterIP')],
  ] as const)('and %s', (_name, changes) => {
    expect(texts(changes, opened)).toEqual([]);
  });
});
