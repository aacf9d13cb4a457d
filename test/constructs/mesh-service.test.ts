import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import {
  Access, Anyone, DataPlane, ExternalHost, type ICaller, type ICallTarget, IngressGateway, KubernetesService, MeshNamespace, MeshService, Platform,
  PortMtls, ServicePort,
} from '../../src';
import { names, objectsOf, problems, Shop } from './mesh';

const http = [ServicePort.http(80, { targetPort: 8080 })];
const cluster = { podCidrs: ['10.0.0.0/16'], serviceCidrs: ['10.1.0.0/16'], nodeCidrs: ['192.168.0.0/16'] };

test('a service tells what its workload must carry', () => {
  const shop = new Shop();
  const catalog = shop.service('catalog', { serviceAccountName: 'catalog-sa', podLabels: { app: 'catalog' } });
  expect(catalog.podLabels).toEqual({ app: 'catalog' });
  expect(catalog.serviceAccountName).toBe('catalog-sa');
  expect(shop.service('cart').podLabels).toEqual({ 'app.kubernetes.io/name': 'cart' });
  expect([catalog.id, catalog.name, catalog.namespaceName]).toEqual(['shop/catalog', 'catalog', 'shop']);
});

test('its pod labels cannot be changed through what it hands out', () => {
  const catalog = new Shop().service('catalog');
  catalog.podLabels.app = 'other';
  expect(catalog.podLabels).toEqual({ 'app.kubernetes.io/name': 'catalog' });
});

test('its objects exist when it is declared, with names of their own', () => {
  const shop = new Shop();
  shop.service('catalog', {
    ports: [...http, ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'legacy' }) })],
    additionalServices: [KubernetesService.of('catalog-pods', { headless: true, ports: http })],
  });
  expect(names(shop.chart)).toEqual([
    'Namespace shop', 'NetworkPolicy default-deny', 'PeerAuthentication default', 'AuthorizationPolicy allow-nothing',
    'ServiceAccount catalog', 'Service catalog', 'Service catalog-pods', 'NetworkPolicy catalog-ingress', 'NetworkPolicy catalog-egress',
    'PeerAuthentication catalog-ports', 'AuthorizationPolicy catalog-callers', 'Sidecar catalog',
  ]);
});

test('its main objects can be had as properties', () => {
  const catalog = new Shop().service('catalog', { ports: http });
  const { serviceAccount, kubernetesService, ingressPolicy, egressPolicy, authorizationPolicy, sidecar } = catalog;
  const objects = [serviceAccount, kubernetesService, ingressPolicy, egressPolicy, authorizationPolicy, sidecar];
  expect(objects.map((o) => `${o?.kind} ${o?.name}`)).toEqual([
    'ServiceAccount catalog', 'Service catalog', 'NetworkPolicy catalog-ingress', 'NetworkPolicy catalog-egress',
    'AuthorizationPolicy catalog-callers', 'Sidecar catalog',
  ]);
});

test('without ports it has no Kubernetes Service', () => {
  expect(new Shop().service('worker').kubernetesService).toBeUndefined();
});

test('names do not depend on the chart\'s hashes or labels', () => {
  const shop = new Shop();
  const chart = new Chart(shop.app, 'labelled', { namespace: 'shop', labels: { team: 'a' }, disableResourceNameHashes: true });
  new MeshService(chart, 'catalog', { deployedElsewhere: true, ports: http });
  const objects = Testing.synth(chart);
  expect(objects.map((o) => o.metadata.name)).toEqual(['catalog', 'catalog', 'catalog-ingress', 'catalog-egress', 'catalog-callers', 'catalog']);
  expect(objects.map((o) => o.metadata.labels.team)).toEqual(Array(6).fill('a'));
  expect(objects[4].spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'catalog' });
});

test('patches and labels go through cdk8s as everywhere', () => {
  const shop = new Shop();
  const catalog = shop.service('catalog', { ports: http });
  catalog.ingressPolicy?.metadata.addLabel('team', 'a');
  catalog.kubernetesService?.addJsonPatch(JsonPatch.add('/spec/internalTrafficPolicy', 'Cluster'));
  ApiObject.of(shop.namespace).metadata.addAnnotation('owner', 'a');
  for (const object of objectsOf(shop.app)) object.metadata.addLabel('env', 'dev');
  expect(shop.object('NetworkPolicy', 'catalog-ingress').metadata.labels).toMatchObject({ team: 'a', env: 'dev' });
  expect(shop.object('Service', 'catalog').spec.internalTrafficPolicy).toBe('Cluster');
  expect(shop.object('Namespace', 'shop').metadata.annotations).toMatchObject({ owner: 'a' });
});

test('a patch that widens is found', () => {
  const shop = new Shop();
  const catalog = shop.service('catalog', { ports: http });
  catalog.allowFrom(shop.service('frontend'));
  catalog.authorizationPolicy?.addJsonPatch(JsonPatch.replace('/spec/rules', [{}]));
  expect(problems(shop.app).join('\n')).toContain('[refuted]');
});

test('a grant after the object was rendered is in the next rendering', () => {
  const shop = new Shop();
  const catalog = shop.service('catalog', { ports: http });
  const before = catalog.authorizationPolicy?.toJson();
  catalog.allowFrom(shop.service('frontend'));
  expect(before.spec.rules ?? []).toEqual([]);
  expect(catalog.authorizationPolicy?.toJson().spec.rules[0].from).toEqual([{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }]);
});

test('saying a grant twice changes nothing', () => {
  const bytes = (times: number): string => {
    const shop = new Shop();
    const catalog = shop.service('catalog', { ports: http });
    const frontend = shop.service('frontend');
    for (let i = 0; i < times; i++) {
      catalog.allowFrom(frontend, { access: [Access.ports(80)], reason: 'shop' });
      frontend.calls(catalog);
    }
    return shop.app.synthYaml();
  };
  expect(bytes(2)).toBe(bytes(1));
});

test('a service may be allowed to call itself', () => {
  const shop = new Shop();
  const peers = shop.service('peers', { ports: http });
  peers.allowFrom(peers);
  expect(shop.object('AuthorizationPolicy', 'peers-callers').spec.rules)
    .toEqual([{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/peers'] } }], to: [{ operation: { ports: ['8080'] } }] }]);
});

test('an external host has one entry per namespace, whoever calls it', () => {
  const shop = new Shop({ cluster });
  shop.service('cart').calls(ExternalHost.https('pay.example', { addresses: ['203.0.113.7'] }));
  shop.service('orders').calls(ExternalHost.https('pay.example', { addresses: ['203.0.113.7'] })).calls(ExternalHost.http('mail.example'));
  expect(names(shop.chart).filter((n) => n.startsWith('ServiceEntry'))).toEqual(['ServiceEntry pay.example', 'ServiceEntry mail.example']);
});

describe('declared before its namespace', () => {
  const late = (): { shop: Shop; chart: Chart; web: MeshService } => {
    const shop = new Shop({ cluster });
    const chart = new Chart(shop.app, 'web', { namespace: 'web' });
    const web = new MeshService(chart, 'web', { deployedElsewhere: true, ports: http }).calls(ExternalHost.https('pay.example'));
    return { shop, chart, web };
  };

  test('it waits for it, and the Namespace still comes first', () => {
    const { shop, chart, web } = late();
    expect(web.serviceAccount).toBeUndefined();
    new MeshNamespace(chart, 'ns', { mesh: shop.mesh });
    expect(web.serviceAccount?.name).toBe('web');
    expect(names(chart)[0]).toBe('Namespace web');
    expect(names(chart)).toContain('ServiceEntry pay.example');
  });

  test('and never after it, it is an error', () => {
    const { shop } = late();
    expect(problems(shop.app).join('\n')).toContain('web/web: [undeclared-namespace]');
  });
});

test('a chart without a namespace needs one given', () => {
  const shop = new Shop();
  const chart = new Chart(shop.app, 'bare');
  expect(() => new MeshService(chart, 'web')).toThrow(new Error('[missing-namespace] `bare/web` has no `namespace` and its chart none either; give `namespace` to the chart, or a MeshNamespace'));
  expect(new MeshService(chart, 'api', { namespace: shop.namespace }).id).toBe('shop/api');
});

test.each<[string, (shop: Shop, service: MeshService) => unknown, string]>([
  ['a caller of another package', (_, s) => s.allowFrom({ callerName: 'me' } as ICaller), '[unsupported-caller] `shop/catalog` allows an object of type `Object`; pass a MeshService, a MeshNamespace or one of the callers of this package'],
  ['no caller', (_, s) => s.allowFrom(undefined as unknown as ICaller), '[unsupported-caller] `shop/catalog` allows nothing; pass a MeshService, a MeshNamespace or one of the callers of this package'],
  ['a caller by name', (_, s) => s.allowFrom('shop/frontend' as unknown as ICaller), '[unsupported-caller] `shop/catalog` allows `shop/frontend`; pass a MeshService, a MeshNamespace or one of the callers of this package'],
  ['a target of another package', (_, s) => s.calls({ targetName: 'x' } as ICallTarget), '[unsupported-target] `shop/catalog` calls an object of type `Object`; pass a MeshService or an ExternalHost'],
  ['a caller of another App', (_, s) => s.allowFrom(new Shop().service('web')), '[other-app] `shop/web` belongs to another App than `shop/catalog`; name it by `SpiffeIdentity`, or declare both in one App'],
  ['a namespace of another App as caller', (_, s) => s.allowFrom(new Shop().namespace), '[other-app] `shop/ns` belongs to another App than `shop/catalog`; name it by `SpiffeIdentity`, or declare both in one App'],
  ['a callee of another App', (_, s) => s.calls(new Shop().service('web')), '[other-app] `shop/catalog` belongs to another App than `shop/web`; name it by `SpiffeIdentity`, or declare both in one App'],
  ['no access', (shop, s) => s.allowFrom(shop.namespace, { access: [] }), '[empty-list] access is an empty list; leave it out, or name at least one value'],
  ['an access of another type', (shop, s) => s.allowFrom(shop.namespace, { access: ['GET' as unknown as Access] }), '[wrong-type] access[0] must be of type `Access`, got `GET`; write `Access.http(…)`, `Access.ports(…)` and the like'],
  ['an empty reason', (shop, s) => s.allowFrom(shop.namespace, { reason: '' }), '[missing-reason] allowFrom needs a reason, got an empty one; say in a few words why; it stands in every report'],
  ['access instead of options', (shop, s) => s.allowFrom(shop.namespace, [Access.all()] as never), '[wrong-type] options of allowFrom must be an object with named options, got a list; write `{ … }`'],
  ['no ports', (shop) => shop.service('x', { ports: [] }), '[empty-list] ports is an empty list; leave it out, or name at least one value'],
  ['a port of another type', (shop) => shop.service('x', { ports: [80 as unknown as ServicePort] }), '[wrong-type] ports[0] must be of type `ServicePort`, got `80`; write `ServicePort.http(80)`'],
  ['a name that is no DNS label', (shop) => shop.service('Catalog'), '[invalid-name] service name `Catalog` is not a valid name; use lower-case letters, digits and `-`, with a letter at the start and a letter or digit at the end'],
  ['pod labels that select all', (shop) => shop.service('x', { podLabels: {} }), '[empty-selector] podLabels is empty and would select every pod of the namespace; give the labels that only these pods carry'],
  ['a data plane of another type', (shop) => shop.service('x', { dataPlane: 'mesh' as never }), '[wrong-type] dataPlane must be one of SIDECAR, AMBIENT, NONE, got `mesh`; use a member of the enumeration'],
  ['a flag as text', (shop) => shop.service('x', { headless: 'false' as never }), '[wrong-type] headless must be true or false, got `false`; give a boolean'],
])('%s is refused at the call', (_, call, message) => {
  const shop = new Shop();
  const catalog = shop.service('catalog', { ports: http });
  expect(() => call(shop, catalog)).toThrow(new Error(message));
});

test('a grant tells what it grants', () => {
  const catalog = new Shop().service('catalog', { ports: http });
  const gateway = IngressGateway.fromIdentity('istio-ingress', 'edge-istio', { wholeNamespace: true });
  const grant = catalog.allowFrom(gateway, { reason: 'storefront' });
  expect([grant.callee, grant.caller, grant.reason]).toEqual([catalog, gateway, 'storefront']);
  expect(catalog.allowFrom(Anyone.because('status page')).reason).toBeUndefined();
});

describe('pods that call each other', () => {
  const ports = [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(7000), ServicePort.udp(7946)];
  const text = (port: number): string => `[mesh] shop/store: [peers-by-address] the pods of \`shop/store\` may call each other on port \`${port}\`, to which no headless Kubernetes Service leads: their sidecars let nobody dial a pod by its address; name the ports that they dial (\`access\`), add a headless one for them (\`additionalServices\`), or write \`allowFrom\` with the service itself if its pods call its Service`;
  const store = (shop: Shop, props = {}): MeshService => shop.service('store', { ports, ...props });

  test.each<[string, (shop: Shop) => unknown, readonly string[]]>([
    ['dial ports that a headless Service leads to', (shop) => store(shop, { headless: true, ports: [ServicePort.http(8080), ...ports.slice(1)] }).allowPeers(), []],
    ['dial ports that a headless Service leads past', (shop) => store(shop, { headless: true }).allowPeers(), [
      '[mesh] shop/store: [refuted] the network keeps shop/store from what is declared: to connect to port `8080` by the headless Service shop/store:80: Service shop/store spec.ports[0] (construct shop/store/Service); give Service shop/store the port of its pods, `8080`: nobody translates ports of a headless one',
    ]],
    ['call their own Service', (shop) => {
      const service = store(shop);
      return service.allowFrom(service);
    }, []],
    ['dial pods by their address, which sidecars do not know', (shop) => store(shop).allowPeers(), [text(7000), text(8080)]],
    ['dial one that it does not lead to', (shop) => store(shop, {
      additionalServices: [KubernetesService.of('store-peers', { headless: true, ports: [ServicePort.tcp(7000)] })],
    }).allowPeers({ access: [Access.ports(80)] }), [text(8080)]],
    ['are ambient', (shop) => store(shop, { dataPlane: DataPlane.AMBIENT }).allowPeers(), []],
    ['are cut off', (shop) => {
      const service = store(shop);
      service.allowPeers();
      return service.quarantine({ reason: 'beacons' });
    }, []],
  ])('%s', (_, declare, lines) => {
    const shop = new Shop();
    declare(shop);
    expect(problems(shop.app)).toEqual(lines);
  });

  test('need no headless Service without a mesh', () => {
    const shop = new Shop({ platform: Platform.KUBERNETES });
    store(shop).allowPeers();
    expect(problems(shop.app)).toEqual([]);
  });
});
