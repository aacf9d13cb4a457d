import { ApiObject, JsonPatch } from 'cdk8s';
import { DataPlane, type IdentityMigration, MeshNamespace, MeshService, type MeshProps, type MeshServiceProps, Platform, ServicePort } from '../../src';
import { names, problems, Shop } from './mesh';

const FROM: IdentityMigration = { fromServiceAccount: 'old-web', expires: '2026-12-31', reason: 'renamed' };
const ports = [ServicePort.http(80)];
const lines = (shop: Shop): string[] => problems(shop.app).map((line) => line.replace(/^\[mesh\] /, ''));

function renamed(props: MeshProps = { asOf: '2026-11-30' }, migration = FROM): { readonly shop: Shop; readonly web: MeshService } {
  const shop = new Shop(props);
  const web = shop.service('web');
  web.migrateIdentity(migration);
  shop.service('catalog', { ports }).allowFrom(web);
  return { shop, web };
}

const account = (shop: Shop): unknown => shop.object('ServiceAccount', 'old-web');
const admitted = (shop: Shop): string => JSON.stringify(shop.object('AuthorizationPolicy', 'catalog-callers').spec);

test('until the day both identities are admitted, and the former account stays', () => {
  const { shop } = renamed();
  expect(admitted(shop)).toContain('["cluster.local/ns/shop/sa/web","cluster.local/ns/shop/sa/old-web"]');
  expect(names(shop.chart)).toContain('ServiceAccount old-web');
  expect(lines(shop)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain('whoever runs under the service account old-web of shop is taken for shop/web: renamed (until 2026-12-31)');
});

test.each<[string, MeshProps, MeshServiceProps]>([
  ['on platform `kubernetes`', { platform: Platform.KUBERNETES }, {}], ['outside the mesh', {}, { dataPlane: DataPlane.NONE }],
])('%s nobody is taken for anybody by an account', (_, mesh, props) => {
  const shop = new Shop({ asOf: '2026-11-30', ...mesh });
  shop.service('web', props).migrateIdentity(FROM);
  expect(lines(shop)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain('pods of shop/web may still run under the service account old-web: renamed (until 2026-12-31)');
  expect(shop.mesh.report().accessTable).not.toContain('is taken for');
});

test('after it neither is there, and the report lists what ended', () => {
  const { shop } = renamed({ asOf: '2027-01-01' });
  expect(admitted(shop)).not.toContain('old-web');
  expect(names(shop.chart)).not.toContain('ServiceAccount old-web');
  expect(shop.mesh.report().accessTable).toContain('taking the service account old-web for shop/web expired on 2026-12-31: renamed');
});

test('pods in either state are let in: a policy that lacks one identity is refuted for those pods', () => {
  const { shop } = renamed();
  const policy = shop.app.node.findAll().find((c): c is ApiObject => ApiObject.isApiObject(c) && c.name === 'catalog-callers');
  policy?.addJsonPatch(JsonPatch.remove('/spec/rules/0/from/0/source/principals/1'));
  expect(lines(shop)).toEqual([
    expect.stringMatching(/^shop\/catalog: \[refuted\] authorization-allow keeps shop\/web \(still under old-web\) from what is declared/),
  ]);
});

describe('the former account', () => {
  const leave = (shop: Shop, name: string, change: Partial<IdentityMigration> = {}): MeshService => (
    shop.service(name).migrateIdentity({ ...FROM, ...change })
  );
  const theirs = (shop: Shop): ApiObject => (
    new ApiObject(shop.chart, 'theirs', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'old-web' } })
  );
  const written = (shop: Shop): number => names(shop.chart).filter((n) => n === 'ServiceAccount old-web').length;

  test('is written once, however many services leave it', () => {
    const shop = new Shop({ asOf: '2026-11-30' });
    leave(shop, 'cart', { sharedUntilThen: true });
    shop.service('catalog', { ports }).allowFrom(leave(shop, 'web', { sharedUntilThen: true }));
    expect(lines(shop)).toEqual([]);
    expect(written(shop)).toBe(1);
    expect(shop.mesh.report().accessTable).toContain('whoever runs under the service account old-web of shop is taken for shop/cart');
  });

  test('mounts its token where a service that leaves it does', () => {
    const shop = new Shop({ asOf: '2026-11-30' });
    leave(shop, 'cart', { sharedUntilThen: true });
    expect(account(shop)).toMatchObject({ automountServiceAccountToken: false });
    shop.service('web', { automountServiceAccountToken: true }).migrateIdentity({ ...FROM, sharedUntilThen: true });
    expect(account(shop)).toMatchObject({ automountServiceAccountToken: true });
  });

  test.each([['before', true], ['after', false]])('is not written a second time where the App has it, declared %s', (_, first) => {
    const shop = new Shop({ asOf: '2026-11-30' });
    if (first) theirs(shop);
    leave(shop, 'web', { emitServiceAccount: false });
    if (!first) theirs(shop);
    expect(lines(shop)).toEqual([]);
    expect(written(shop)).toBe(1);
  });

  test('that both write is an error with a way out', () => {
    const shop = new Shop({ asOf: '2026-11-30' });
    leave(shop, 'web');
    theirs(shop);
    expect(lines(shop)).toEqual([
      'shop/web: [former-account-written] the service account `old-web` that `shop/web` comes from is written by `shop/theirs` as well; say so in `migrateIdentity` (`emitServiceAccount: false`)',
    ]);
  });
});

test('without a mesh another service may run under the account that one comes from, and writes it', () => {
  const under = (change: Partial<IdentityMigration>): Shop => {
    const shop = new Shop({ platform: Platform.KUBERNETES, asOf: '2026-11-30' });
    const catalog = shop.service('catalog', { ports });
    catalog.allowFrom(shop.service('web').migrateIdentity({ ...FROM, ...change }));
    catalog.allowFrom(shop.service('old-web'));
    return shop;
  };
  expect(lines(under({ emitServiceAccount: false }))).toEqual([]);
  expect(lines(under({}))).toEqual([
    'shop/web: [former-account-written] the service account `old-web` that `shop/web` comes from is written by `shop/old-web` as well; say so in `migrateIdentity` (`emitServiceAccount: false`)',
  ]);
});

test('`default` is nobody\'s to emit', () => {
  expect(names(renamed(undefined, { ...FROM, fromServiceAccount: 'default' }).shop.chart)).not.toContain('ServiceAccount default');
});

test('it does not matter whether the namespace comes first', () => {
  const shop = new Shop({ asOf: '2026-11-30' });
  const late = new MeshService(shop.chart, 'late', { deployedElsewhere: true, namespace: shop.namespace });
  late.migrateIdentity(FROM).migrateIdentity(FROM);
  expect(names(shop.chart).filter((n) => n === 'ServiceAccount old-web')).toHaveLength(1);
});

describe('adopted workloads', () => {
  function deployment(shop: Shop, account: string, name = 'cart'): ApiObject {
    const labels = { app: 'cart' };
    return new ApiObject(shop.chart, `deployment-${name}`, {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: account, containers: [{ name: 'a', image: 'a' }] } } },
    });
  }
  const LEAVING: IdentityMigration = { ...FROM, fromServiceAccount: 'default' };

  test.each<[string, (shop: Shop) => MeshService]>([
    ['run under the new account already', (shop) => MeshService.fromWorkloads(shop.chart, 'cart', [deployment(shop, 'cart')])],
    ['run under the former one still', (shop) => MeshService.fromWorkloads(shop.chart, 'cart', [deployment(shop, 'default')], { serviceAccountName: 'cart' })],
    ['run under both', (shop) => MeshService.fromWorkloads(shop.chart, 'cart', [deployment(shop, 'default'), deployment(shop, 'cart', 'canary')])],
  ])('%s: both are admitted', (_, adopt) => {
    const shop = new Shop({ asOf: '2026-11-30' });
    shop.service('catalog', { ports }).allowFrom(adopt(shop).migrateIdentity(LEAVING));
    expect(lines(shop)).toEqual([]);
    expect(admitted(shop)).toContain('["cluster.local/ns/shop/sa/cart","cluster.local/ns/shop/sa/default"]');
  });

  test('fails when nothing says to which account they go', () => {
    const shop = new Shop({ asOf: '2026-11-30' });
    MeshService.fromWorkloads(shop.chart, 'cart', [deployment(shop, 'old')]).migrateIdentity({ ...LEAVING, fromServiceAccount: 'old' });
    expect(lines(shop)).toEqual([
      'shop/cart: [migration-to-itself] `shop/cart` comes from the service account `old`, and nothing says to which one; let a workload run under the new one, or give it as `serviceAccountName`',
    ]);
  });

  test('fails when they run under another account than is given', () => {
    const shop = new Shop();
    MeshService.fromWorkloads(shop.chart, 'cart', [deployment(shop, 'basket')], { serviceAccountName: 'cart' });
    expect(lines(shop)).toEqual([
      'shop/cart: [adopted-service-account] `shop/cart` is to run under the service account `cart` and adopts `Deployment shop/cart`, which runs under `basket`; leave out `serviceAccountName`, or say that it is on its way: `migrateIdentity({ fromServiceAccount: \'basket\', … })`',
    ]);
  });
});

describe('the trust domain', () => {
  const MOVING: MeshProps = {
    trustDomain: 'new.example', trustDomainMigration: { fromTrustDomain: 'old.example', expires: '2026-12-31', reason: 'merger', owner: 'platform team' },
  };

  test('identities of the former one are promised what is declared, as the mesh has it for an alias', () => {
    const { shop } = renamed({ ...MOVING, asOf: '2026-11-30' });
    expect(lines(shop)).toEqual([]);
    expect(shop.mesh.report().accessTable).toContain('identities of the trust domain old.example are taken for those of new.example: merger (until 2026-12-31, platform team)');
  });

  test('past the day they are foreign', () => {
    const { shop } = renamed({ ...MOVING, asOf: '2027-01-01' });
    expect(lines(shop)).toEqual([]);
    expect(shop.mesh.report().accessTable).toContain('taking the trust domain old.example for new.example expired on 2026-12-31: merger');
  });

  test('fails when something is ambient', () => {
    const shop = new Shop({ ...MOVING, asOf: '2026-11-30' });
    new MeshNamespace(shop.chart, 'market', { mesh: shop.mesh, name: 'market', dataPlane: DataPlane.AMBIENT });
    expect(lines(shop)).toEqual([expect.stringContaining('mesh: [trust-domain-migration-in-ambient] the mesh comes from the trust domain `old.example`, and `market` may be ambient')]);
  });

  test('fails when it is the one that the mesh has', () => {
    expect(() => new Shop({ trustDomainMigration: { ...MOVING.trustDomainMigration!, fromTrustDomain: 'cluster.local' } })).toThrow(
      '[invalid-trust-domain] the mesh comes from the trust domain `cluster.local`, which it has; give the new one as `trustDomain`',
    );
  });
});
