import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { ApiObject } from 'cdk8s';
import {
  Access, Anyone, Assumption, Cidr, DataPlane, ExternalHost, HttpPath, IngressGateway, JwtIssuer, LoadBalancer,
  Mesh, MeshNamespace, type MeshProps, PortMtls, ServicePort,
} from '../../src';
import { exceptionsFile } from '../../src/private/outputs/exceptions-file';
import { cases } from '../golden/cases';
import { problems, Shop } from './mesh';

const DAY = '2026-11-30';
const LATER = { asOf: '2026-12-01' };
const said = { reason: 'migration', expires: DAY, owner: 'team shop' };
const block = ({ mesh }: Shop, title: string): readonly string[] =>
  mesh.report().accessTable.split('\n\n').find((b) => b.startsWith(title))?.trimEnd().split('\n').slice(1).map((line) => line.trim()) ?? [];
const file = ({ mesh }: Pick<Shop, 'mesh'>) => exceptionsFile(mesh._registry.index().model) as { readonly exceptions: readonly object[] };

function twoPorts(props: MeshProps, first: PortMtls, second: PortMtls): Shop {
  const shop = new Shop(props);
  shop.service('db', { ports: [ServicePort.tcp(5432, { mtls: first }), ServicePort.tcp(15432, { targetPort: 5432, mtls: second })] });
  return shop;
}

describe('a port that takes plaintext until a day', () => {
  const shopAt = (props: MeshProps): Shop => {
    const shop = new Shop(props);
    const db = shop.service('db', { ports: [ServicePort.tcp(5432, { mtls: PortMtls.permissive(said) }), ServicePort.tcp(5433, { mtls: PortMtls.permissive({ reason: 'legacy' }) })] });
    db.allowFrom(Cidr.of('192.0.2.0/24'), { reason: 'laptops' });
    db.allowFrom(Anyone.because('public'), { access: [Access.tcp(5432)] });
    return shop;
  };

  test('takes it on that day', () => {
    const shop = shopAt({ asOf: DAY });
    expect(shop.object('PeerAuthentication', 'db-ports').spec).toHaveProperty('portLevelMtls', { 5432: { mode: 'PERMISSIVE' }, 5433: { mode: 'PERMISSIVE' } });
    expect(block(shop, 'Expired')).toEqual([]);
    expect(problems(shop.app)).toEqual([]);
  });

  test('is strict after it, and who had no certificate is gone from it alone', () => {
    const shop = shopAt(LATER);
    expect(shop.object('PeerAuthentication', 'db-ports').spec).toHaveProperty('portLevelMtls', { 5433: { mode: 'PERMISSIVE' } });
    expect(JSON.stringify(shop.object('NetworkPolicy', 'db-ingress').spec)).toMatch(/\{"from":\[\{"ipBlock":\{"cidr":"192\.0\.2\.0\/24"\}\}\],"ports":\[\{"port":5433,"protocol":"TCP"\}\]\}/);
    expect(block(shop, 'Expired')).toEqual([
      'plaintext on port 5432 of shop/db expired on 2026-11-30: migration (team shop)',
      'the grant of shop/db to 192.0.2.0/24 on port 5432, which took plaintext, expired on 2026-11-30: laptops',
    ]);
    expect(problems(shop.app)).toEqual([]);
  });

  test('leaves no object behind once no port departs any more', () => {
    const shop = new Shop(LATER);
    shop.service('db', { ports: [ServicePort.tcp(5432, { mtls: PortMtls.disable(said) })] });
    expect(() => shop.object('PeerAuthentication', 'db-ports')).toThrow('no PeerAuthentication db-ports');
    expect(block(shop, 'Expired')).toEqual(['plaintext alone on port 5432 of shop/db expired on 2026-11-30: migration (team shop)']);
    expect(problems(shop.app)).toEqual([]);
  });

  test('outside the mesh, where nothing would require a certificate, is past its day and still there', () => {
    const outside = (props: MeshProps): Shop => {
      const shop = new Shop(props);
      const namespace = new MeshNamespace(shop.chart, 'old', { mesh: shop.mesh, name: 'old', dataPlane: DataPlane.NONE });
      shop.service('db', { namespace, ports: [ServicePort.tcp(5432, { mtls: PortMtls.permissive(said) })] }).allowFrom(Cidr.of('192.0.2.0/24'));
      return shop;
    };
    const shop = outside(LATER);
    expect(block(shop, 'Exceptions')).toEqual(['old/db:5432 accepts plaintext: migration (until 2026-11-30, which is past, team shop)']);
    expect(block(shop, 'Expired')).toEqual([]);
    expect(problems(shop.app)).toEqual([]);
    expect(problems(outside({}).app)).toEqual([expect.stringContaining('[missing-as-of] plaintext on port 5432 of old/db expires on')]);
  });

  test('does so while any of the Service ports that lead there says so', () => {
    const [dated, undated] = [PortMtls.permissive(said), PortMtls.permissive({ reason: 'backup' })];
    for (const shop of [twoPorts(LATER, dated, undated), twoPorts(LATER, undated, dated)]) {
      expect(block(shop, 'Exceptions')).toEqual(['shop/db:5432, shop/db:15432 (pod port 5432) accepts plaintext: backup; migration (team shop)']);
    }
    expect(block(twoPorts({ asOf: DAY }, dated, PortMtls.permissive({ ...said, expires: '2026-12-24' })), 'Exceptions')).toEqual([
      'shop/db:5432, shop/db:15432 (pod port 5432) accepts plaintext: migration (until 2026-12-24, team shop)',
    ]);
    expect(block(twoPorts(LATER, dated, dated), 'Exceptions')).toEqual([]);
  });
});

test('an edge ends with the last of its grants, and not at all with one that has no end', () => {
  const shop = new Shop({ asOf: DAY });
  const [db, queue] = ['db', 'queue'].map((name) => shop.service(name, { ports: [ServicePort.tcp(5432)] }));
  for (const [expires, owner] of [[DAY, 'b'], ['2027-01-31', 'a'], ['2026-12-24', 'b']]) db.allowFrom(shop.namespace, { expires, owner });
  queue.allowFrom(shop.namespace, { ...said });
  queue.allowFrom(shop.namespace);
  expect(block(shop, 'Exceptions')).toEqual([
    'any identity of namespace shop may call shop/db (until 2027-01-31, a, b)',
    'any identity of namespace shop may call shop/queue: migration (team shop)',
  ]);
});

test('ports that pods exclude stay excluded past their day, and the report says so', () => {
  const shop = new Shop(LATER);
  shop.service('db', { excludedInboundPorts: [9100], excludedInboundPortsBecause: said });
  expect(block(shop, 'Exceptions')).toEqual(['pod:shop/db:9100 bypasses the proxy: migration (until 2026-11-30, which is past, team shop)']);
  expect(file(shop).exceptions).toEqual([expect.objectContaining({ kind: 'excluded-port', overdue: true })]);
  expect(problems(shop.app)).toEqual([]);
});

describe('assumptions', () => {
  const assumption = Assumption.BACKENDS_DO_NOT_DECODE_SLASHES;
  const shopWith = (props: MeshProps = LATER) => {
    const shop = new Shop(props);
    const services = ['a', 'b'].map((name) => shop.service(name, { ports: [ServicePort.http(80)] }));
    for (const service of services) service.allowFrom(shop.namespace, { access: [Access.http({ paths: [HttpPath.under('/x')] })] });
    return { shop, services };
  };
  const lines = ({ mesh }: Shop): readonly string[] => mesh.report().toText().split('\n').filter((line) => /decode-slashes:|router/.test(line) && !line.includes('granted'));

  test('are acknowledged once they are for all services that they concern', () => {
    const { shop, services: [a, b] } = shopWith();
    a.acknowledge(assumption, { reason: 'router of a' });
    expect(lines(shop)).toEqual([expect.stringMatching(/^ {2}not acknowledged {2}backends.*\(shop\/a, shop\/b\)$/), '    shop/a: router of a']);
    b.acknowledge(assumption, { reason: 'router of b', owner: 'team b' });
    expect(lines(shop)).toEqual([expect.stringMatching(/^ {2}acknowledged {2}backends/), '    shop/a: router of a', '    shop/b: router of b (team b)']);
  });

  test('are for all of them on the mesh', () => {
    const { shop } = shopWith();
    shop.mesh.acknowledge(assumption, { reason: 'router of the framework' });
    expect(lines(shop)).toEqual([expect.stringMatching(/^ {2}acknowledged {2}backends/), '    all: router of the framework']);
    expect(block(shop, 'Exceptions')).toContain('backends-do-not-decode-slashes is taken for granted of the whole mesh: router of the framework');
  });

  test('are assumptions like any other after the day', () => {
    const { shop } = shopWith();
    shop.mesh.acknowledge(assumption, said);
    expect(lines(shop)).toEqual([expect.stringMatching(/^ {2}not acknowledged {2}backends/)]);
    expect(block(shop, 'Expired')).toEqual(['standing by backends-do-not-decode-slashes expired on 2026-11-30: migration (team shop)']);
  });

  test('without a reason are an error', () => {
    expect(() => shopWith().shop.mesh.acknowledge(assumption, { reason: ' ' })).toThrow(
      '[missing-reason] acknowledge needs a reason, got an empty one; say in a few words why; it stands in every report');
  });
});

test.each([
  ['PortMtls.permissive', () => PortMtls.permissive({ reason: 'x', expires: 'soon' }), '[invalid-date] expires `soon` is no day of the calendar; write it like `2027-06-30`'],
  ['PortMtls.disable', () => PortMtls.disable({ reason: 'x', owner: '' }), '[wrong-type] owner is empty; give a value or leave it out'],
  ['allowFrom', () => new Shop().service('a').allowFrom(Anyone.because('x'), { owner: '' }), '[wrong-type] owner is empty; give a value or leave it out'],
  ['calls', () => new Shop().service('a').calls(ExternalHost.https('a.example'), { owner: '' }), '[wrong-type] owner is empty; give a value or leave it out'],
  ['excludedInboundPortsBecause', () => new Shop().service('a', { excludedInboundPortsBecause: said }),
    '[empty-list] `excludedInboundPortsBecause` is given and `excludedInboundPorts` is not; name the ports'],
])('%s throws at the call', (_, call, message) => {
  expect(call).toThrow(message);
});

describe('an object that nobody here evaluates', () => {
  const shopWith = (kind: string, standing?: (shop: Shop) => void): Shop => {
    const shop = new Shop();
    shop.service('catalog', { ports: [ServicePort.http(80)] });
    new ApiObject(shop.chart, 'odd', { apiVersion: 'networking.istio.io/v1alpha3', kind, metadata: { name: 'odd' }, spec: {} });
    standing?.(shop);
    return shop;
  };

  test('refutes with its place and the repair until somebody stands by it', () => {
    expect(problems(shopWith('EnvoyFilter').app)).toEqual([
      '[mesh] shop/odd: [refuted] EnvoyFilter shop/odd (construct shop/odd) changes what proxies do, which nobody here evaluates: what is enforced at shop/catalog cannot be decided; '
      + 'remove it, or stand by it: `mesh.acknowledgeObject(\'EnvoyFilter\', \'odd\', { namespace: \'shop\', reason: \'…\' })`',
    ]);
    const shop = shopWith('EnvoyFilter', ({ mesh }) => mesh.acknowledgeObject('EnvoyFilter', 'odd', { namespace: 'shop', reason: 'compresses answers', owner: 'platform' }));
    expect(problems(shop.app)).toEqual([]);
    expect(shop.mesh.report().toText()).toContain([
      '  acknowledged  unread-objects: objects of kinds that are not understood, and endpoints and machines that others write, open nothing (EnvoyFilter shop/odd)',
      '    EnvoyFilter shop/odd: compresses answers (platform)',
    ].join('\n'));
  });

  test('standing by it ends on its day', () => {
    const shop = shopWith('EnvoyFilter', ({ mesh }) => mesh.acknowledgeObject('EnvoyFilter', 'odd', { namespace: 'shop', reason: 'x', expires: '2026-01-01' }));
    expect(problems(shop.app)).toEqual([expect.stringContaining('[missing-as-of] standing by unread-objects for EnvoyFilter shop/odd')]);
  });

  test.each<[string, (shop: Shop) => void, string]>([
    ['no reason', ({ mesh }) => mesh.acknowledgeObject('EnvoyFilter', 'odd', { reason: '' }), '[missing-reason] acknowledge needs a reason'],
    ['no name', ({ mesh }) => mesh.acknowledgeObject('EnvoyFilter', '', { reason: 'x' }), '[wrong-type] name is empty'],
  ])('%s is an error', (_, call, message) => {
    expect(() => call(new Shop())).toThrow(message);
  });
});

test('whatever has an end needs to know the day, also what stays after it', () => {
  const shop = new Shop();
  shop.service('db', { ports: [ServicePort.tcp(5432, { mtls: PortMtls.permissive(said) })], excludedInboundPorts: [9100], excludedInboundPortsBecause: said });
  shop.mesh.acknowledge(Assumption.UNREAD_OBJECTS, said);
  expect(problems(shop.app).map((line) => line.replace(/ expires on .*/, ''))).toEqual([
    '[mesh] mesh: [missing-as-of] standing by unread-objects',
    '[mesh] shop/db: [missing-as-of] plaintext on port 5432 of shop/db',
    '[mesh] shop/db: [missing-as-of] the exclusion of ports of shop/db',
  ]);
});

describe('exceptions.json', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../../schema/exceptions.schema.json'), 'utf8')) as { properties: { exceptions: { items: { properties: { kind: { enum: string[] } } } } } };
  const validate = new Ajv({ allErrors: true }).compile(schema);

  test.each(Object.keys(cases))('of golden %s is as the schema says', (name) => {
    validate(JSON.parse(JSON.stringify(exceptionsFile(Mesh.of(cases[name].build())._registry.index().model))));
    expect(validate.errors).toBe(null);
  });

  test('has every kind that the schema has, and no other', () => {
    const shop = new Shop({ ...LATER, cluster: { podCidrs: ['10.0.0.0/14'], serviceCidrs: ['10.4.0.0/20'], nodeCidrs: ['10.128.0.0/20'], loadBalancerCidrs: ['10.9.0.0/24'] } });
    const db = shop.service('db', { ports: [ServicePort.tcp(5432, { mtls: PortMtls.permissive({ reason: 'x' }) })], excludedInboundPorts: [9100] });
    const keys = JwtIssuer.withKeysAt('idp', 'https://idp.example/keys');
    shop.service('web', { ports: [ServicePort.http(80)], requireJwt: { issuers: [keys], except: [HttpPath.exact('/')], exceptBecause: { reason: 'x' } } });
    db.allowFrom(Cidr.of('172.16.0.0/12'));
    db.allowFrom(LoadBalancer.healthChecks());
    db.allowFrom(Anyone.because('x'));
    db.allowFrom(shop.namespace);
    db.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { wholeNamespace: true }));
    db.calls(ExternalHost.https('a.example'));
    db.calls(ExternalHost.http('metadata.example', { addresses: ['169.254.169.254'] }));
    db.migrateIdentity({ fromServiceAccount: 'default', expires: '2027-12-31', reason: 'x' });
    db.acknowledge(Assumption.EXTERNAL_HOSTS_MAY_BE_ANYWHERE, { reason: 'x' });
    const others = Object.values(cases).map((golden) => Mesh.of(golden.build()));
    const kinds = [shop.mesh, ...others].flatMap((mesh) => file({ mesh }).exceptions.map((e) => (e as { kind: string }).kind));
    expect([...new Set(kinds)].sort()).toEqual(schema.properties.exceptions.items.properties.kind.enum);
  });
});
