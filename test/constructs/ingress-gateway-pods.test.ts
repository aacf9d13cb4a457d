import { Chart } from 'cdk8s';
import {
  Anyone, Cidr, DataPlane, GatewayDestination, GatewayListener, type ICaller, IngressGateway, type IngressGatewayOptions, IngressGatewayPods,
  type IngressGatewayPodsProps, Kubelet, Mesh, MeshBaseline, MeshNamespace, ServicePort, SpiffeIdentity,
} from '../../src';
import { names, objectsOf, problems, Shop } from './mesh';

/** What users of other languages, or of JavaScript, can pass. */
const wrong = <T>(value: unknown): T => value as T;

const PUBLIC = Anyone.because('public');
const EDGE = IngressGateway.fromGateway('istio-ingress', 'edge');
const HTTPS = GatewayListener.tcp(443, PUBLIC);
const NODES = { cluster: { nodeCidrs: ['10.128.0.0/20', 'fd00:128::/64'] } };

class Ingress extends Shop {
  public readonly ingress = new Chart(this.app, 'ingress', { namespace: 'istio-ingress' });

  pods(props: Partial<IngressGatewayPodsProps> = {}): IngressGatewayPods {
    return new IngressGatewayPods(this.ingress, 'pods', { mesh: this.mesh, gateway: EDGE, listeners: [HTTPS], ...props });
  }
}

const refused = (props: Partial<IngressGatewayPodsProps>): unknown => new Ingress().pods(props);
const known = (options: IngressGatewayOptions): IngressGateway => IngressGateway.fromIdentity('istio-ingress', 'edge', options);
const because = { ports: [8080], reason: 'declared elsewhere' };

test.each<[string, () => unknown, string]>([
  ['a gateway without pods', () => refused({ gateway: known({}) }), '[gateway-without-pods] `ingress/pods` cannot tell the pods of `istio-ingress/edge` from others; give the gateway its `podLabels`'],
  ['a gateway that is a whole namespace', () => refused({ gateway: known({ wholeNamespace: true }) }), '[gateway-without-pods] `ingress/pods` cannot tell the pods of `istio-ingress/edge` from others; give the gateway its `podLabels`'],
  ['a gateway behind a sidecar', () => refused({ gateway: known({ podLabels: { app: 'a' }, dataPlane: DataPlane.SIDECAR }) }), '[unsupported-gateway] the pods of `istio-ingress/edge` are on the data plane `sidecar`, which refuses clients without an identity; take a gateway that is a proxy of the mesh, or keep its pods out of the data plane'],
  ['a gateway behind ztunnel', () => refused({ gateway: known({ podLabels: { app: 'a' }, dataPlane: DataPlane.AMBIENT }) }), '[unsupported-gateway] the pods of `istio-ingress/edge` are on the data plane `ambient`, which refuses clients without an identity; take a gateway that is a proxy of the mesh, or keep its pods out of the data plane'],
  ['a gateway by name', () => refused({ gateway: wrong('edge') }), '[wrong-type] gateway must be of type `IngressGateway`, got `edge`; write `IngressGateway.fromGateway(namespace, name)`'],
  ['the mesh of another App', () => refused({ mesh: new Shop().mesh }), '[other-app] `ingress/pods` is given the Mesh of another App; each App has a Mesh of its own'],
  ['no listeners', () => refused({ listeners: [] }), '[empty-list] listeners is an empty list; leave it out, or name at least one value'],
  ['health alone', () => refused({ listeners: [GatewayListener.health(PUBLIC)] }), '[missing-listener] none of `listeners` is for clients; write `GatewayListener.tcp(port, …clients)` for each port that the gateway serves'],
  ['one port twice', () => refused({ listeners: [HTTPS, GatewayListener.tcp(443, Cidr.of('10.0.0.0/8'))] }), '[duplicate-listener] two of `listeners` have port `443` over `tcp`; name all of its clients in one'],
  ['a port as a listener', () => refused({ listeners: [wrong(443)] }), '[wrong-type] listeners[0] must be of type `GatewayListener`, got `443`; write `GatewayListener.tcp(port, …clients)`'],
  ['a name', () => refused({ name: 'Edge' }), '[invalid-name] name of the gateway `Edge` is not a valid name; use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends'],
  ['a namespace as a destination', () => refused({ destinations: [wrong('billing')] }), '[wrong-type] destinations[0] must be of type `GatewayDestination`, got `billing`; write `GatewayDestination.pods(…)` or the like'],

  ['a port beyond', () => GatewayListener.tcp(65536, PUBLIC), '[invalid-port] port of a gateway must be a whole number from 1 to 65535, got `65536`; give the port\'s number'],
  ['the status port for clients', () => GatewayListener.tcp(15021, PUBLIC), '[reserved-port] port `15021` belongs to the gateway\'s proxy itself; write `GatewayListener.health` or `GatewayListener.metrics`'],
  ['the metrics port for clients', () => GatewayListener.udp(15020, PUBLIC), '[reserved-port] port `15020` belongs to the gateway\'s proxy itself; write `GatewayListener.health` or `GatewayListener.metrics`'],
  ['no clients', () => GatewayListener.tcp(443), '[empty-list] port `443` of a gateway has no clients; name them (`Anyone.because(reason)` is one), or leave the listener out'],
  ['a client by text', () => refused({ listeners: [GatewayListener.tcp(443, wrong<ICaller>('0.0.0.0/0'))] }), '[unsupported-client] port `443` of a gateway takes `0.0.0.0/0`; pass `Anyone`, `Cidr` or another of the callers of this package'],

  ['a destination without reason', () => GatewayDestination.waypoint('media', 'waypoint', { reason: '' }), '[missing-reason] GatewayDestination needs a reason, got an empty one; say in a few words why; it stands in every report'],
  ['a destination without ports', () => GatewayDestination.namespace('media', { ports: [], reason: 'a' }), '[empty-list] ports is an empty list; leave it out, or name at least one value'],
  ['a destination without labels', () => GatewayDestination.pods('media', {}, because), '[empty-selector] podLabels is empty and would select every pod of the namespace; give the labels that only these pods carry'],
  ['a destination\'s namespace', () => GatewayDestination.namespace('Media', because), '[invalid-name] namespace of the destination `Media` is not a valid name; use lower-case letters, digits and `-`, with a letter or digit at both ends'],
  ['a destination\'s block', () => GatewayDestination.addresses('192.0.2.7', because), '[invalid-cidr] CIDR `192.0.2.7` has no prefix length; write `192.0.2.7/32` for this one address'],

  ['a Gateway\'s name', () => IngressGateway.fromGateway('istio-ingress', 'edge.public'), '[invalid-name] name of the gateway `edge.public` is not a valid name; use lower-case letters, digits and `-`, with a letter at the start and a letter or digit at the end'],
  ['a Gateway\'s class', () => IngressGateway.fromGateway('istio-ingress', 'edge', { gatewayClassName: 'Istio' }), '[invalid-name] gatewayClassName `Istio` is not a valid name; use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends'],
])('%s is refused at the call', (_, call, message) => {
  expect(call).toThrow(new Error(message));
});

test('a declared service is no client: its own way out leads to services', () => {
  const shop = new Ingress();
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80)] });
  const why = (client: string): Error => new Error(`[unsupported-client] port \`443\` of a gateway takes \`${client}\`, whose own egress policy leads to services alone; let it call the services behind the gateway`);
  expect(() => shop.pods({ listeners: [GatewayListener.tcp(443, frontend)] })).toThrow(why('shop/frontend'));
  const other = new Ingress();
  expect(() => other.pods({ listeners: [GatewayListener.tcp(443, other.namespace)] })).toThrow(why('shop'));
});

test('a Gateway object says who its gateway is', () => {
  const { mesh } = new Shop().mesh._registry;
  const caller = (name: string, options?: object): unknown => IngressGateway.fromGateway('in', name, options)._toCaller(mesh);
  const pods = (name: string): object => ({ namespace: 'in', labels: { 'gateway.networking.k8s.io/gateway-name': name }, wholeNamespace: false });
  const identity = (account: string): object => ({ kind: 'identity', role: 'ingress-gateway', principal: `cluster.local/ns/in/sa/${account}` });
  expect(caller('edge')).toEqual({ ...identity('edge-istio'), pods: pods('edge') });
  expect(caller('edge', { gatewayClassName: 'istio-internal' })).toEqual({ ...identity('edge-istio-internal'), pods: pods('edge') });
  expect(caller('edge', { serviceAccountName: 'edge' })).toEqual({ ...identity('edge'), pods: pods('edge') });
});

describe('its policies', () => {
  const rules = (shop: Ingress): unknown[] => {
    const policy = objectsOf(shop.app).find((o) => o.name === 'edge-ingress')?.toJson() as { readonly spec: { readonly ingress: unknown[] } };
    return policy.spec.ingress;
  };
  const blocks = (port: number, ...cidrs: readonly string[]): object => (
    { from: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: 'TCP', port }] }
  );

  test('nodes may ask for health, beside whom the owner names, where their addresses are known', () => {
    const without = new Ingress();
    without.pods();
    expect(rules(without)).toHaveLength(1);
    const unnamed = new Ingress(NODES);
    unnamed.pods();
    expect(rules(unnamed)[1]).toEqual(blocks(15021, '10.128.0.0/20', 'fd00:128::/64'));
    const both = new Ingress(NODES);
    both.pods({ listeners: [HTTPS, GatewayListener.health(Kubelet.onNodes(), Cidr.of('35.191.0.0/16'))] });
    expect(rules(both)[1]).toEqual(blocks(15021, '10.128.0.0/20', '35.191.0.0/16', 'fd00:128::/64'));
  });

  test('one of another product has no status port of ours', () => {
    const shop = new Ingress(NODES);
    shop.pods({ gateway: known({ podLabels: { app: 'nginx' }, dataPlane: DataPlane.NONE }), name: 'edge' });
    expect(rules(shop)).toHaveLength(1);
  });

  test('pods elsewhere are clients by their labels, and without them an error', () => {
    const client = (options?: object): ICaller => SpiffeIdentity.of('spiffe://cluster.local/ns/tunnel/sa/tunnel', options);
    const shop = new Ingress();
    shop.pods({ listeners: [GatewayListener.tcp(443, client({ podLabels: { app: 'tunnel' } }))] });
    expect(rules(shop)[0]).toHaveProperty('from.0.podSelector', { matchLabels: { app: 'tunnel' } });
    const unknown = new Ingress();
    unknown.pods({ listeners: [GatewayListener.tcp(443, client())] });
    expect(problems(unknown.app)).toEqual([
      '[mesh] ingress/pods: [caller-without-pods] `cluster.local/ns/tunnel/sa/tunnel` calls `gateway istio-ingress/edge` from pods that NetworkPolicy cannot know; give its `podLabels`, or set `wholeNamespace` if every pod there is meant',
    ]);
  });

  test('are named after its Gateway, its account, or as said', () => {
    const policies = (props: Partial<IngressGatewayPodsProps>): string[] => {
      const shop = new Ingress();
      shop.pods(props);
      return names(shop.ingress);
    };
    expect(policies({})).toEqual(['NetworkPolicy edge-ingress', 'NetworkPolicy edge-egress']);
    expect(policies({ gateway: IngressGateway.fromIdentity('istio-ingress', 'account', { podLabels: { app: 'a' } }) })).toContain('NetworkPolicy account-ingress');
    expect(policies({ name: 'front' })).toContain('NetworkPolicy front-egress');
  });
});

describe('where something allows nothing', () => {
  const clients = 'AuthorizationPolicy edge-clients';
  const baseline = (shop: Ingress, denyByDefault: boolean): unknown => new MeshBaseline(new Chart(shop.app, 'root', { namespace: 'istio-system' }), 'baseline', {
    mesh: shop.mesh, denyByDefault,
  });
  const namespace = (shop: Ingress, dataPlane = DataPlane.SIDECAR): unknown => new MeshNamespace(shop.ingress, 'ns', { mesh: shop.mesh, dataPlane });

  test.each<[string, (shop: Ingress) => unknown, number]>([
    ['a baseline', (shop) => baseline(shop, true), 1],
    ['a baseline that allows', (shop) => baseline(shop, false), 0],
    ['its namespace', (shop) => namespace(shop), 1],
    ['its namespace, outside the mesh', (shop) => namespace(shop, DataPlane.NONE), 0],
    ['both', (shop) => [namespace(shop), baseline(shop, true)], 1],
    ['neither', () => undefined, 0],
  ])('%s: its clients are let in once, whatever is declared first', (_, declare, count) => {
    for (const first of [true, false]) {
      const shop = new Ingress();
      if (!first) declare(shop);
      const pods = shop.pods();
      if (first) declare(shop);
      expect(names(shop.ingress).filter((n) => n === clients)).toHaveLength(count);
      expect(pods.clientsPolicy?.name).toBe(count === 0 ? undefined : 'edge-clients');
      expect(problems(shop.app)).toEqual([]);
    }
  });

  test('a Namespace of the same chart comes first', () => {
    const shop = new Ingress();
    shop.pods();
    namespace(shop, DataPlane.NONE);
    baseline(shop, true);
    expect(names(shop.ingress)[0]).toBe('Namespace istio-ingress');
  });
});

test('reports say who may connect, and what the owner opened', () => {
  const shop = new Ingress(NODES);
  shop.pods({
    listeners: [HTTPS, GatewayListener.udp(443, PUBLIC), GatewayListener.tcp(80, Cidr.of('198.50.0.0/15'))],
    destinations: [
      GatewayDestination.pods('billing', { app: 'billing', tier: 'web' }, { ports: [8080, 15008], reason: 'declared by billing' }),
      GatewayDestination.namespace('media', { ports: [15008], reason: 'declared by media' }),
      GatewayDestination.addresses('192.0.2.7/32', { ports: [443], reason: 'authorizer' }),
    ],
  });
  expect(Mesh.of(shop.chart).report().accessTable).toBe([
    'gateway istio-ingress/edge:80',
    '  198.50.0.0/15  connections',
    '',
    'gateway istio-ingress/edge:443',
    '  anyone  connections',
    '',
    'gateway istio-ingress/edge:443/UDP',
    '  anyone  connections',
    '',
    'gateway istio-ingress/edge:15021',
    '  kubelet  connections',
    '',
    'Exceptions',
    '  all of 198.50.0.0/15 may connect to gateway istio-ingress/edge:80',
    '  anyone may connect to gateway istio-ingress/edge:443/UDP: public',
    '  anyone may connect to gateway istio-ingress/edge:443: public',
    '  gateway istio-ingress/edge may connect to 192.0.2.7/32, port 443: authorizer',
    '  gateway istio-ingress/edge may connect to all pods of namespace media, port 15008: declared by media',
    '  gateway istio-ingress/edge may connect to pods of namespace billing with app=billing, tier=web, port 8080, 15008: declared by billing',
    '',
  ].join('\n'));
});

test('a destination ends with its day, and reports say so', () => {
  const declare = (asOf: string): Ingress => {
    const shop = new Ingress({ asOf });
    shop.pods({ destinations: [GatewayDestination.addresses('192.0.2.7/32', { ports: [443], reason: 'old authorizer', expires: '2026-12-31', owner: 'platform' })] });
    return shop;
  };
  const leads = (shop: Ingress): boolean => JSON.stringify(objectsOf(shop.app).find((o) => o.name === 'edge-egress')?.toJson()).includes('192.0.2.7/32');
  const before = declare('2026-12-31');
  expect(leads(before)).toBe(true);
  expect(before.mesh.report().accessTable).toContain('gateway istio-ingress/edge may connect to 192.0.2.7/32, port 443: old authorizer (until 2026-12-31, platform)');
  const after = declare('2027-01-01');
  expect(leads(after)).toBe(false);
  expect(problems(after.app)).toEqual([]);
  expect(after.mesh.report().accessTable).toContain('the way of gateway istio-ingress/edge to 192.0.2.7/32, port 443 expired on 2026-12-31: old authorizer (platform)');
});
