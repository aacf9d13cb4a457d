import * as fs from 'node:fs';
import * as path from 'node:path';
import { build } from '../examples/online-boutique/build';
import { diff } from '../examples/online-boutique/diff';
import { environments } from '../examples/online-boutique/environments';
import { MeshAssertions } from '../src';
import '../src/jest';
import { inEmptyDirectory } from './golden/synthesize';

const EXPECTED = path.join(__dirname, '../examples/online-boutique/expected');
const dev = MeshAssertions.fromDirectory(path.join(EXPECTED, 'dev'));
const prod = MeshAssertions.fromDirectory(path.join(EXPECTED, 'prod'));

describe('online-boutique, from its committed manifests alone', () => {
  test('only the checkout charges cards', () => {
    expect(prod).toOnlyAllowCallers('boutique/paymentservice:50051', ['boutique/checkoutservice']);
    expect(prod).toAllow('boutique/checkoutservice', 'boutique/paymentservice:50051', { method: 'POST', path: '/hipstershop.PaymentService/Charge' });
    expect(prod).toDeny('boutique/checkoutservice', 'boutique/paymentservice:50051', { method: 'POST', path: '/hipstershop.PaymentService/Refund' });
    expect(prod).toDeny('boutique/frontend', 'boutique/paymentservice:50051', { method: 'POST', path: '/hipstershop.PaymentService/Charge' });
  });

  test('only the cart reaches its Redis', () => {
    expect(prod).toOnlyAllowCallers('boutique/redis-cart:6379', ['boutique/cartservice']);
  });

  test('the checkout empties carts and fills none', () => {
    const cart = (method: string) => ({ method: 'POST', path: `/hipstershop.CartService/${method}` });
    expect(prod).toAllow('boutique/checkoutservice', 'boutique/cartservice:7070', cart('EmptyCart'));
    expect(prod).toDeny('boutique/checkoutservice', 'boutique/cartservice:7070', cart('AddItem'));
    expect(prod).toAllow('boutique/frontend', 'boutique/cartservice:7070', cart('AddItem'));
  });

  test.each([['dev', dev], ['prod', prod]] as const)('synthetic shoppers shop in %s, and look at no health page', (_, shop) => {
    expect(shop).toAllow('boutique/loadgenerator', 'boutique/frontend:80', { method: 'POST', path: '/cart/checkout' });
    expect(shop).toDeny('boutique/loadgenerator', 'boutique/frontend:80', { method: 'GET', path: '/_healthz' });
  });

  test.each([['dev', dev], ['prod', prod]] as const)('who may call whom in %s', (_, assertions) => {
    expect(assertions).toMatchAccessSnapshot();
  });
});

describe('online-boutique in ambient and with sidecars', () => {
  const kinds = (environment: string) => new Set(fs.readdirSync(path.join(EXPECTED, environment))
    .flatMap((file) => [...fs.readFileSync(path.join(EXPECTED, environment, file), 'utf8').matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind)));

  test('dev has waypoints and no sidecars, prod sidecars and no waypoints', () => {
    expect([...kinds('dev')]).toContain('Gateway');
    expect([...kinds('dev')]).not.toContain('Sidecar');
    expect([...kinds('prod')]).toContain('Sidecar');
    expect([...kinds('prod')]).not.toContain('Gateway');
  });

  const [ambient, sidecars] = inEmptyDirectory((directory) => environments.map((environment) => build(environment, directory)));

  test('what is declared is the same access in both', () => {
    const table = ambient.mesh.report().accessTable;
    expect(table).toContain('boutique/paymentservice -> api.payments.example:443');
    expect(diff(table, sidecars.mesh.report().accessTable)).toEqual([]);
  });

  test('what the manifests enforce is the same access in both', () => {
    // By which way pods get out is the data plane's own: no sidecar asks istiod in ambient, and a waypoint dials the host.
    const tableOf = ({ app }: typeof ambient): string => MeshAssertions.fromApp(app).accessTable().split('\nWays out of pods\n')[0];
    expect(tableOf(ambient)).toContain('boutique/redis-cart:6379');
    expect(diff(tableOf(ambient), tableOf(sidecars))).toEqual([]);
  });
});

describe('online-boutique in ambient, when something of its waypoint is not there', () => {
  /** The committed manifests of dev, document by document; `undefined` leaves one out. */
  const without = (change: (document: string) => string | undefined) => inEmptyDirectory((directory) => {
    for (const file of fs.readdirSync(path.join(EXPECTED, 'dev'))) {
      const documents = fs.readFileSync(path.join(EXPECTED, 'dev', file), 'utf8').split(/^---\n/m);
      fs.writeFileSync(path.join(directory, file), documents.map(change).filter((document) => document !== undefined).join('---\n'));
    }
    return MeshAssertions.fromDirectory(directory);
  });
  const getCart = { method: 'POST', path: '/hipstershop.CartService/GetCart' };

  test('callers that are sent past it reach nothing behind it', () => {
    const unlabelled = without((document) => document.replace(/^ {4}istio\.io\/(ingress-)?use-waypoint: .*\n/gm, ''));
    expect(unlabelled).toDeny('boutique/frontend', 'boutique/cartservice:7070', getCart);
    expect(unlabelled).toOnlyAllowCallers('boutique/cartservice:7070', ['boutique/waypoint']);
    expect(unlabelled).toOnlyAllowCallers('boutique/frontend:80', ['boutique/waypoint']);
  });

  test('a Service without its policy is closed', () => {
    const closed = without((document) => /^kind: AuthorizationPolicy$[^]*^ {2}name: cartservice-waypoint$/m.test(document) ? undefined : document);
    expect(closed).toDeny('boutique/frontend', 'boutique/cartservice:7070', getCart);
    expect(closed).toOnlyAllowCallers('boutique/cartservice:7070', []);
    expect(closed).toAllow('boutique/checkoutservice', 'boutique/emailservice:5000', { method: 'POST', path: '/hipstershop.EmailService/SendOrderConfirmation' });
  });

  test('who does not know whether the Gateway is there is not told that anything is open', () => {
    const undeployed = without((document) => /^kind: Gateway$/m.test(document) ? undefined : document);
    expect(() => undeployed.allows('boutique/frontend', 'boutique/cartservice:7070', getCart)).toThrow('Gateway boutique/waypoint is not in the manifests');
  });
});

describe('the difference of two access tables', () => {
  const table = 'shop/cart:80\n  shop/frontend  GET /cart\n\nshop/redis:6379\n  shop/cart  everything\n';

  test('is nothing for the same lines, however they are aligned', () => {
    expect(diff(table, table.replace('frontend  GET', 'frontend     GET'))).toEqual([]);
  });

  test('names what is called with each line', () => {
    expect(diff(table, table.replace('  shop/cart  everything', '  shop/web  everything'))).toEqual([
      '- shop/redis:6379: shop/cart  everything',
      '+ shop/redis:6379: shop/web  everything',
    ]);
  });
});
