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
    const table = MeshAssertions.fromApp(ambient.app).accessTable();
    expect(table).toContain('boutique/redis-cart:6379');
    expect(diff(table, MeshAssertions.fromApp(sidecars.app).accessTable())).toEqual([]);
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
