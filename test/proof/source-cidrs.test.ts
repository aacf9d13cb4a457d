import { ApiObject, App } from 'cdk8s';
import { Access, Anyone, Cidr, Condition, DataPlane, type ICaller, MeshAssertions, MeshNamespace, type MeshService, PortMtls, Prometheus, ServicePort, SpiffeIdentity } from '../../src';
import { can, type Caller, callerOf, type Destination } from '../../src/eval';
import { problems } from '../constructs/mesh';
import { CLUSTER, Shop } from '../golden/golden';

const INSIDE = ['10.1.0.0', '10.1.6.255', '10.1.8.0', '10.1.255.255', '10.2.3.4'];
const OUTSIDE = ['10.0.255.255', '10.1.7.0', '10.1.7.255', '10.2.0.0', '10.3.0.1', '203.0.113.10'];
const when = [Condition.sourceCidr(['10.1.0.0/16', '10.2.3.4/32'], { except: ['10.1.7.0/24'] })];

const CALLERS: readonly (readonly [string, (shop: Shop) => ICaller, Partial<Caller>])[] = [
  ['a service', (shop) => shop.service('web'), {}],
  ['a namespace', (shop) => MeshNamespace.fromName(shop, 'ops', { mesh: shop.mesh, name: 'ops' }), { namespace: 'ops', labels: {}, principal: 'cluster.local/ns/ops/sa/any' }],
  ['an identity', () => SpiffeIdentity.of('spiffe://cluster.local/ns/ops/sa/export', { podLabels: { app: 'export' } }),
    { namespace: 'ops', labels: { app: 'export' }, principal: 'cluster.local/ns/ops/sa/export' }],
  ['Prometheus', () => Prometheus.fromIdentity('ops', 'prometheus', { podLabels: { app: 'prometheus' } }),
    { namespace: 'ops', labels: { app: 'prometheus' }, principal: 'cluster.local/ns/ops/sa/prometheus' }],
  ['anyone of the mesh', () => Anyone.because('public'), { namespace: 'elsewhere', labels: {}, principal: 'cluster.local/ns/elsewhere/sa/any' }],
];

describe.each([DataPlane.SIDECAR, DataPlane.AMBIENT])('%s', (dataPlane) => {
  test.each(CALLERS)('%s gets in from inside the blocks and from nowhere else', (_, callerIn, seen) => {
    const app = new App();
    const shop = new Shop(app, { cluster: CLUSTER }, { dataPlane });
    shop.service('db', { ports: [ServicePort.tcp(5432)] }).allowFrom(callerIn(shop), { access: [Access.tcp(5432)], when });
    expect(problems(app)).toEqual([]);
    const { world } = MeshAssertions.fromApp(app)._evidence;
    const workload = world.workloads.find(({ name }) => name === 'db')!;
    const web = world.workloads.find(({ name }) => name === 'web');
    const plane = dataPlane === DataPlane.AMBIENT ? 'ambient' as const : 'sidecar' as const;
    const caller: Caller = web === undefined ? { name: 'somebody', pod: true, dataPlane: plane, ...seen } : callerOf(world, web);
    const db: Destination = { workload, port: 5432, protocol: 'TCP', service: { namespace: 'shop', name: 'db', port: 5432 } };
    const answers = (ips: readonly string[]): readonly string[] => ips.map((ip) => can(world, { ...caller, ip }, db, {}).answer);
    expect(answers(INSIDE)).toEqual(INSIDE.map(() => 'allow'));
    expect(answers(OUTSIDE)).toEqual(OUTSIDE.map(() => 'deny'));
  });
});

/** What synth says when somebody else's policy stands beside ours. */
function withTheirs(spec: object): readonly string[] {
  const app = new App();
  const shop = new Shop(app, { cluster: CLUSTER });
  const [db, web]: MeshService[] = [shop.service('db', { ports: [ServicePort.tcp(5432)] }), shop.service('web')];
  db.allowFrom(web, { access: [Access.tcp(5432)], when });
  new ApiObject(shop, 'theirs', {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'theirs' }, spec: { selector: { matchLabels: db.podLabels }, ...spec },
  });
  return problems(app);
}

const principals = ['cluster.local/ns/shop/sa/web'];
const FOUND = /\[refuted\].*AuthorizationPolicy shop\/theirs/;

test.each<[string, object]>([
  ['the identity without addresses', { from: [{ source: { principals } }] }],
  ['the addresses without identity', { from: [{ source: { ipBlocks: ['10.1.0.0/16'] } }] }],
  ['a wider block', { from: [{ source: { principals, ipBlocks: ['10.0.0.0/15'] } }] }],
  ['the exception', { from: [{ source: { principals, ipBlocks: ['10.1.0.0/16'] } }] }],
  ['a block apart', { from: [{ source: { principals, ipBlocks: ['10.3.9.0/24'] } }] }],
  ['everything but a block', { from: [{ source: { principals, notIpBlocks: ['10.1.7.0/24'] } }] }],
  ['a wider block as a condition', { from: [{ source: { principals } }], when: [{ key: 'source.ip', values: ['10.0.0.0/15'] }] }],
  ['all but a block as a condition', { from: [{ source: { principals } }], when: [{ key: 'source.ip', notValues: ['10.1.0.0/16'] }] }],
  ['addresses that a client may write itself', { from: [{ source: { principals, remoteIpBlocks: ['10.1.0.0/16'] } }] }],
  ['another identity within the blocks', { from: [{ source: { principals: ['cluster.local/ns/shop/sa/other'], ipBlocks: ['10.1.0.0/24'] } }] }],
])('a policy of somebody that admits %s is found', (_, rule) => {
  expect(withTheirs({ action: 'ALLOW', rules: [rule] }).join('\n')).toMatch(FOUND);
});

test.each<[string, object]>([
  ['the same', { from: [{ source: { principals, ipBlocks: ['10.1.0.0/16'], notIpBlocks: ['10.1.7.0/24'] } }] }],
  ['less', { from: [{ source: { principals, ipBlocks: ['10.1.128.0/17'] } }] }],
  ['the same as a condition', { from: [{ source: { principals } }], when: [{ key: 'source.ip', values: ['10.1.0.0/16'], notValues: ['10.1.7.0/24'] }] }],
])('a policy of somebody that admits %s on the port is none of our business', (_, rule) => {
  expect(withTheirs({ action: 'ALLOW', rules: [{ ...rule, to: [{ operation: { ports: ['5432'] } }] }] })).toEqual([]);
});

test('a DENY within the blocks takes away what was granted; one outside of them changes nothing', () => {
  const denying = (cidr: string): readonly string[] => withTheirs({ action: 'DENY', rules: [{ from: [{ source: { ipBlocks: [cidr] } }] }] });
  expect(denying('10.1.200.0/24').join('\n')).toMatch(FOUND);
  expect(denying('10.3.0.0/16')).toEqual([]);
});

test.each<[string, object]>([
  ['a DENY of a part of it', { action: 'DENY', rules: [{ from: [{ source: { ipBlocks: ['192.168.7.0/24'] } }] }] }],
  ['a DENY of all but a part', { action: 'DENY', rules: [{ from: [{ source: { notIpBlocks: ['192.168.0.0/17'] } }] }] }],
])('a declared block is tried wherever policies divide it: %s', (_, spec) => {
  const app = new App();
  const shop = new Shop(app, { cluster: CLUSTER });
  const db = shop.service('db', { ports: [ServicePort.tcp(5432, { mtls: PortMtls.permissive({ reason: 'branch offices' }) })] });
  db.allowFrom(Cidr.of('192.168.0.0/16'), { reason: 'branch offices' });
  new ApiObject(shop, 'theirs', { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'theirs' }, spec });
  expect(problems(app)).toContainEqual(expect.stringMatching(
    /authorization-deny keeps 192\.168\.(7|128)\.0, in plaintext from what is declared.*AuthorizationPolicy shop\/theirs/,
  ));
});
