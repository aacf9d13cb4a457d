import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import {
  Access, Anyone, Consent, ForeignPods, HttpPath, Mesh, MeshContract, MeshNamespace, type MeshProps, MeshService, type MeshServiceProps, Platform,
  ServicePort, type SharedIdentity,
} from '../../src';
import type { AccessGraph } from '../../src';
import type { ContractFile } from '../../src/contract/contract-file';
import { checkContracts } from '../../src/contract/set/check';
import { contractOf } from '../../src/contract/write';
import type { AccessModel } from '../../src/model/model';
import { prove } from '../../src/proof';
import { refutationLine } from '../../src/private/outputs/proof-file';
import { names, problems, Shop } from './mesh';

const SAID = { reason: 'one chart' };
const ports = [ServicePort.http(80, { targetPort: 8080 })];
const lines = (shop: Shop): string[] => problems(shop.app).map((line) => line.replace(/^\[mesh\] /, ''));
const sharing = (...sharedWith: string[]): Pick<MeshServiceProps, 'sharedIdentity'> => ({ sharedIdentity: { sharedWith, ...SAID } });

/** Without a word about it. */
function silently<T extends object>(service: T): T {
  return Object.fromEntries(Object.entries(service).filter(([key]) => key !== 'sharedIdentity')) as T;
}

interface Pair {
  readonly shop: Shop;
  readonly orders: MeshService;
  readonly reports: MeshService;
  readonly stock: MeshService;
}

/** Two services under one account, and one that both could call. */
function pair(props: MeshProps = {}, said: Partial<SharedIdentity> = {}, more: MeshServiceProps = {}): Pair {
  const shop = new Shop(props);
  const under = (name: string, other: string): MeshService => (
    shop.service(name, { serviceAccountName: 'backend', ports, sharedIdentity: { sharedWith: [other], ...SAID, ...said }, ...more })
  );
  return { shop, orders: under('orders', 'reports'), reports: under('reports', 'orders'), stock: shop.service('stock', { ports }) };
}

const RESERVE = { access: [Access.http({ paths: [HttpPath.under('/reserve')] })] };

test('what is granted to one is granted to both, at every layer, and who may call them stays apart', () => {
  const { shop, orders, reports, stock } = pair();
  stock.allowFrom(orders, RESERVE);
  orders.allowFrom(shop.service('frontend'));
  expect(lines(shop)).toEqual([]);
  expect(JSON.stringify(shop.object('NetworkPolicy', 'stock-ingress').spec)).toMatch(/"orders".*"reports"/);
  expect(JSON.stringify(shop.object('NetworkPolicy', 'reports-egress').spec)).toContain('"stock"');
  expect(JSON.stringify(shop.object('Sidecar', 'reports').spec)).toContain('shop/stock.');
  expect(JSON.stringify(shop.object('AuthorizationPolicy', 'stock-callers').spec).match(/sa\/backend/g)).toHaveLength(1);
  expect(shop.object('NetworkPolicy', 'reports-ingress').spec).not.toHaveProperty('ingress');
  expect(reports.serviceAccountName).toBe('backend');
});

test('reports, the graph and exceptions say by whose identity', () => {
  const { shop, orders, stock } = pair({ asOf: '2027-04-01' }, { expires: '2027-03-31', owner: 'orders team' });
  stock.allowFrom(orders, RESERVE);
  const graphs: AccessGraph[] = [];
  Mesh.of(shop.app).addGuardrails({ id: 'sees', description: 'sees', check: (graph) => {
    graphs.push(graph);
    return [];
  } });
  expect(lines(shop)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain('  shop/reports (as shop/orders)  /reserve, /reserve/*');
  expect(shop.mesh.report().accessTable).toContain(
    'shop/orders has one identity with shop/reports: what one of them may call, each of them may: one chart (until 2027-03-31, which is past, orders team)',
  );
  expect(graphs[0].edges.map(({ id, identityOf }) => [id, identityOf])).toEqual([
    ['shop/stock<-service:shop/orders', undefined], ['shop/stock<-service:shop/reports~shop/orders', 'shop/orders'],
  ]);
  expect(graphs[0].service('shop/reports')?.sharesIdentityWith).toEqual(['shop/orders']);
  expect(graphs[0].exceptions.map(({ kind, service, overdue }) => [kind, service, overdue])).toEqual([
    ['shared-identity', 'shop/orders', true], ['shared-identity', 'shop/reports', true],
  ]);
});

test('that nobody knows which day it is, is an error once it expires', () => {
  expect(lines(pair({}, { expires: '2027-03-31' }).shop)).toEqual([
    expect.stringContaining('shop/orders: [missing-as-of] the identity that shop/orders shares expires on `2027-03-31`'), expect.stringContaining('shop/reports: [missing-as-of]'),
  ]);
});

describe('services that are taken apart', () => {
  const reports = { serviceAccountName: 'reports', ...sharing('orders') };
  function parting(asOf: string): Shop {
    const shop = new Shop({ asOf });
    shop.service('orders', { serviceAccountName: 'backend', ...sharing('reports') });
    const leaving = shop.service('reports', reports).migrateIdentity({ fromServiceAccount: 'backend', expires: '2027-01-31', reason: 'its own account' });
    shop.service('stock', { ports }).allowFrom(leaving, RESERVE);
    return shop;
  }

  test('are one caller until the day, under either account', () => {
    const shop = parting('2027-01-31');
    expect(lines(shop)).toEqual([]);
    expect(shop.mesh.report().accessTable).toContain('shop/orders (as shop/reports)  /reserve, /reserve/*');
    expect(names(shop.chart).filter((name) => name.startsWith('ServiceAccount'))).toEqual(['ServiceAccount backend', 'ServiceAccount reports', 'ServiceAccount stock']);
  });

  test.each([['2026-11-30', true], ['2027-02-01', false]])('that leave it both at once share it until then (%s: %s)', (asOf, one) => {
    const shop = new Shop({ asOf });
    const leaving = (name: string, other: string): MeshService => (
      shop.service(name, sharing(other)).migrateIdentity({ fromServiceAccount: 'backend', expires: '2027-01-31', reason: 'its own account' })
    );
    shop.service('stock', { ports }).allowFrom(leaving('orders', 'reports'), RESERVE);
    leaving('reports', 'orders');
    expect(lines(shop)).toEqual([]);
    expect(shop.mesh.report().accessTable.includes('shop/reports (as shop/orders)')).toBe(one);
  });

  const LEAVING = { fromServiceAccount: 'default', expires: '2027-01-31', reason: 'accounts of their own', owner: 'team' };
  function leaving(asOf: string, said: readonly (boolean | undefined)[]): { readonly shop: Shop; readonly services: readonly MeshService[] } {
    const shop = new Shop({ asOf });
    const services = said.map((sharedUntilThen, i) => shop.service(`s${i}`, { ports })
      .migrateIdentity({ ...LEAVING, ...(sharedUntilThen === undefined ? {} : { sharedUntilThen }) }));
    services[0].allowFrom(services[1], RESERVE);
    return { shop, services };
  }

  test('of a whole namespace under `default` each says that it shares it until then, and names nobody', () => {
    const { shop } = leaving('2027-01-31', [true, true, true]);
    expect(lines(shop)).toEqual([]);
    const table = shop.mesh.report().accessTable;
    expect(table).toContain('shop/s2 (as shop/s1)  /reserve, /reserve/*');
    expect(table).toContain('shop/s2 has one identity with shop/s0 and shop/s1 until they have left the account that they come from: what one of them may call, each of them may: accounts of their own (until 2027-01-31, team)');
    expect(names(shop.chart).filter((name) => name.startsWith('ServiceAccount'))).toEqual(['ServiceAccount s0', 'ServiceAccount s1', 'ServiceAccount s2']);
    const after = leaving('2027-02-01', [true, true, true]).shop;
    expect(lines(after)).toEqual([]);
    expect(after.mesh.report().accessTable).not.toMatch(/\(as |has one identity/);
  });

  test.each<[readonly (boolean | undefined)[], readonly string[]]>([
    [[undefined, undefined], ['s0', 's1']], [[true, undefined], ['s0', 's1']], [[true, true, false], ['s2']],
  ])('who does not say so is told: %j', (said, told) => {
    expect(lines(leaving('2026-11-30', said).shop).map((line) => /^shop\/(s\d): \[former-account-shared\]/.exec(line)?.[1])).toEqual(told);
  });

  test('the proof takes nobody\'s word for it: a declaration that is not widened is refuted', () => {
    const { shop } = leaving('2026-11-30', [true, true]);
    expect(lines(shop)).toEqual([]);
    const { model } = shop.mesh._synthesis.index();
    const edges = model.edges.filter((edge) => edge.identityOf === undefined);
    const narrow: AccessModel = { ...model, services: model.services.map(silently), edges };
    const { manifests } = shop.mesh._synthesis.readBack();
    const proofs = [false, true].map((knockAtAll) => prove({ model: narrow, manifests }, { knockAtAll }));
    for (const { refutations } of proofs) {
      expect(refutations.map((r) => refutationLine(r, 'mesh')).join('\n')).toContain('which has the identity of shop/s1');
    }
  });

  test('are told apart after it, and nothing is wrong with what was said until then', () => {
    const shop = parting('2027-02-01');
    expect(lines(shop)).toEqual([]);
    expect(shop.mesh.report().accessTable).not.toContain('shop/orders (as shop/reports)');
    expect(shop.mesh.report().accessTable).not.toContain('has one identity');
    expect(JSON.stringify(shop.object('AuthorizationPolicy', 'stock-callers').spec)).not.toContain('backend');
    expect(shop.mesh.report().accessTable).toContain('taking the service account backend for shop/reports expired on 2027-01-31: its own account');
  });
});

describe('the account', () => {
  const written = (shop: Shop): number => names(shop.chart).filter((name) => name === 'ServiceAccount backend').length;
  const account = ({ shop }: Pair): unknown => Testing.synth(shop.chart).find((o) => o.kind === 'ServiceAccount' && o.metadata.name === 'backend');

  test('is written once, and mounts its token where one of them does', () => {
    const both = pair();
    expect(lines(both.shop)).toEqual([]);
    expect(written(both.shop)).toBe(1);
    expect(account(both)).toMatchObject({ automountServiceAccountToken: false });
    expect(account(pair({}, {}, { automountServiceAccountToken: true }))).toMatchObject({ automountServiceAccountToken: true });
    expect(both.orders.serviceAccount).toBeUndefined();
  });

  test('is left to others who write it', () => {
    const theirs = (shop: Shop): ApiObject => new ApiObject(shop.chart, 'theirs', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'backend' } });
    const left = pair({}, { emitServiceAccount: false });
    theirs(left.shop);
    expect(lines(left.shop)).toEqual([]);
    expect(written(left.shop)).toBe(1);
    const twice = pair();
    theirs(twice.shop);
    const brought = (name: string): string => (
      `shop/${name}: [shared-account-written] the service account \`backend\` that \`shop/${name}\` shares is brought by \`shop/theirs\` as well`
    );
    expect(lines(twice.shop)).toEqual(['orders', 'reports'].map((name) => `${brought(name)}; say so in \`sharedIdentity\` (\`emitServiceAccount: false\`)`));
  });

  test('of adopted workloads and of foreign pods is theirs', () => {
    const shop = new Shop();
    const labels = { app: 'cart' };
    const cart = MeshService.fromWorkloads(shop.chart, 'cart', [new ApiObject(shop.chart, 'deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: 'backend', containers: [{ name: 'a', image: 'a' }] } } },
    })], sharing('hook'));
    shop.namespace.addForeignPods('hook', ForeignPods.of({ madeBy: 'a chart', podLabels: { app: 'hook' }, serviceAccountName: 'backend' }), { reason: 'schema', ...sharing('cart') });
    shop.service('stock', { ports }).allowFrom(cart);
    expect(lines(shop)).toEqual([]);
    expect(written(shop)).toBe(0);
    expect(shop.mesh.report().accessTable).toContain('shop/hook (as shop/cart)');
    shop.service('late', { serviceAccountName: 'backend', ...sharing('cart', 'hook') });
    expect(lines(shop)).toContainEqual(expect.stringContaining('shop/late: [shared-account-written] the service account `backend` that `shop/late` shares'));
  });
});

test('adopted workloads under one account are told how to say so', () => {
  const shop = new Shop();
  for (const name of ['cart', 'mail']) {
    const labels = { app: name };
    MeshService.fromWorkloads(shop.chart, name, [new ApiObject(shop.chart, `deployment-${name}`, {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: 'backend', containers: [{ name: 'a', image: 'a' }] } } },
    })]);
  }
  expect(lines(shop)).toEqual([expect.stringMatching(/^shop\/mail: \[shared-service-account\] .* \(`migrateIdentity`\), .* \(`sharedIdentity`\)$/)]);
});

test('no account that pods have without asking can be shared', () => {
  const shop = new Shop();
  shop.service('a', { serviceAccountName: 'default', ...sharing('b') });
  shop.service('b', { serviceAccountName: 'default', ...sharing('a') });
  expect(lines(shop)).toEqual([expect.stringContaining('shop/a: [default-service-account]'), expect.stringContaining('shop/b: [default-service-account]')]);
});

describe('what is said is judged at the call', () => {
  test.each<[string, unknown, string]>([
    ['nobody', { sharedWith: [], ...SAID }, '[empty-list] sharedWith is an empty list'],
    ['no reason', { sharedWith: ['reports'] }, '[missing-reason] sharedIdentity needs a reason, got nothing'],
    ['another namespace', { sharedWith: ['web/reports'], ...SAID }, '[invalid-name] sharedWith[0] `web/reports` is not a valid name'],
  ])('%s', (_, sharedIdentity, text) => {
    expect(() => new Shop().service('orders', { sharedIdentity: sharedIdentity as SharedIdentity })).toThrow(text);
  });
});

describe('where both ends consent', () => {
  test('the halves of the one who was granted it are enough', () => {
    const { shop, orders, stock } = pair({ consent: Consent.BOTH });
    stock.allowFrom(orders, RESERVE);
    orders.calls(stock);
    expect(lines(shop)).toEqual([]);
  });

  test('what comes with the identity is nobody\'s consent', () => {
    const { shop, orders, reports, stock } = pair({ consent: Consent.BOTH });
    stock.allowFrom(orders, RESERVE);
    reports.calls(stock);
    expect(lines(shop)).toEqual([
      expect.stringContaining('shop/reports: [half-edge] `shop/reports` states that it calls `shop/stock`, which does not name it as a caller'),
      expect.stringContaining('shop/stock: [half-edge] `shop/stock` allows `shop/orders`, which does not state that it calls it'),
    ]);
  });
});

test('without a mesh nobody knows them by it: NetworkPolicy tells them apart', () => {
  const { shop, orders, stock } = pair({ platform: Platform.KUBERNETES });
  stock.allowFrom(orders);
  expect(lines(shop)).toEqual([]);
  expect(JSON.stringify(shop.object('NetworkPolicy', 'stock-ingress').spec)).not.toContain('reports');
  expect(shop.mesh.report().accessTable).toContain('shop/orders has one service account with shop/reports: one chart');
});

test('in quarantine they are together, and nothing of either is admitted', () => {
  const { shop, orders, reports, stock } = pair();
  stock.allowFrom(orders, RESERVE);
  stock.allowFrom(Anyone.because('status'), { access: [Access.http({ paths: [HttpPath.exact('/status')] })] });
  orders.quarantine({ reason: 'incident' });
  reports.quarantine({ reason: 'the same identity' });
  expect(lines(shop)).toEqual([]);
  const spec = JSON.stringify(shop.object('AuthorizationPolicy', 'stock-callers').spec);
  expect(spec).not.toContain('"principals":["cluster.local/ns/shop/sa/backend"');
  expect(spec).toContain('"notPrincipals":["cluster.local/ns/shop/sa/backend"');
});

describe('the proof', () => {
  test.each([false, true])('asks for what both have, whoever said it (knocking at all: %s)', (knockAtAll) => {
    const { shop, orders, stock } = pair();
    stock.allowFrom(orders, RESERVE);
    const { model } = shop.mesh._synthesis.index();
    const { manifests } = shop.mesh._synthesis.readBack();
    const verdict = (declared: AccessModel): readonly string[] => prove({ model: declared, manifests }, { knockAtAll }).refutations.map((r) => refutationLine(r, 'mesh'));
    expect(verdict(model)).toEqual([]);
    const narrow = { ...model, edges: model.edges.filter((e) => e.identityOf === undefined) };
    expect(verdict(narrow)).toContainEqual(expect.stringMatching(/shop\/reports, which has the identity of shop\/orders,.*`sharedIdentity`/));
    const silent = { ...narrow, services: narrow.services.map(silently) };
    expect(verdict(silent)).toContainEqual(expect.stringContaining('shop/reports, which has the identity of shop/orders,'));
  });
});

describe('another App', () => {
  let directory = '';
  beforeEach(() => directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-access-')));
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  const contractIn = ({ model }: { readonly model: AccessModel }): ContractFile => (
    contractOf(model, { producer: { name: 'cdk8s-mesh-access', version: '0.0.0' }, proof: 'proved', objects: [] })
  );
  /** What the pair's App says of itself. */
  function theirs(said = pair()): ContractFile {
    expect(lines(said.shop)).toEqual([]);
    return contractIn(said.shop.mesh._synthesis.index());
  }
  /** An App that lets the one of them call, and is called by the other. */
  function billing(contract: ContractFile): { readonly app: App; readonly mesh: Mesh; readonly chart: Chart } {
    const file = path.join(directory, 'shop.json');
    fs.writeFileSync(file, JSON.stringify(contract));
    const app = new App();
    const mesh = new Mesh(app, 'mesh');
    const chart = new Chart(app, 'billing', { namespace: 'billing' });
    new MeshNamespace(chart, 'ns', { mesh });
    const invoices = new MeshService(chart, 'invoices', { deployedElsewhere: true, ports });
    invoices.allowFrom(MeshContract.fromFile(mesh, file).service('shop/orders'), RESERVE);
    return { app, mesh, chart };
  }

  test('that grants to one grants to both, and knows it from the contract', () => {
    const { app, mesh, chart } = billing(theirs());
    expect(problems(app)).toEqual([]);
    const ingress = Testing.synth(chart).find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'invoices-ingress');
    expect(JSON.stringify(ingress.spec)).toMatch(/"orders".*"reports"/);
    expect(mesh.report().accessTable).toContain('shop/reports (as shop/orders)');
    const own = contractIn(mesh._synthesis.index());
    expect(own.imports.services.map(({ id }) => id)).toEqual(['shop/orders', 'shop/reports']);
    expect(own.grants.map(({ caller, identityOf }) => [caller.name, identityOf])).toEqual([['shop/orders', undefined], ['shop/reports', 'shop/orders']]);
  });

  test('is told when they come to share it, and of nobody\'s missing half but the one\'s', () => {
    const shared = theirs();
    const own = contractIn(billing(shared).mesh._synthesis.index());
    const found = (other: ContractFile): readonly string[] => checkContracts([{ file: 'billing.json', contract: own }, { file: 'shop.json', contract: other }])
      .map(({ id, message }) => `${id}: ${message}`);
    expect(found(shared)).toEqual([expect.stringContaining('missing-call: `billing/invoices` (billing.json) allows `shop/orders`, which does not call it')]);
    const [orders, reports, stock] = shared.services;
    const apart = { ...shared, services: [silently(orders), { ...silently(reports), serviceAccount: 'reports', principal: 'cluster.local/ns/shop/sa/reports' }, stock] };
    expect(found(apart)).toContainEqual(expect.stringContaining('moved-identity: `shop/orders` is not what billing.json imported: sharedIdentity was `["shop/reports"]` and is none'));
  });

  test('fails where a contract is silent about it', () => {
    const contract = theirs();
    const silent = { ...contract, services: contract.services.map(silently) };
    expect(() => billing(silent)).toThrow('services[0].sharedIdentity: [conflict] leaves out `shop/reports`, which has the same principal');
  });

  test('cannot share with services of this one', () => {
    const { mesh, chart, app } = billing(theirs());
    MeshNamespace.fromName(chart, 'shop', { mesh, name: 'shop' });
    new MeshService(new Chart(app, 'tenant', { namespace: 'shop' }), 'mailer', {
      deployedElsewhere: true, serviceAccountName: 'backend', sharedIdentity: { sharedWith: ['orders', 'reports'], ...SAID, emitServiceAccount: false },
    });
    expect(problems(app)).toEqual(expect.arrayContaining([
      expect.stringContaining('[shared-service-account] `shop/mailer` and `shop/orders` of `shop.json` share the service account `shop/backend` and cannot be told apart; give the service an account of its own'),
      expect.stringContaining('[inexact-shared-identity] `shop/mailer` says that it shares its identity with `shop/orders`, which is no service of this App'),
    ]));
  });
});
