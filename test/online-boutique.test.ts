import * as path from 'node:path';
import { MeshAssertions } from '../src';
import '../src/jest';

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

  test('synthetic shoppers shop in dev alone', () => {
    expect(dev).toAllow('boutique-dev/loadgenerator', 'boutique-dev/frontend:80', { method: 'POST', path: '/cart/checkout' });
    expect(dev).toDeny('boutique-dev/loadgenerator', 'boutique-dev/frontend:80', { method: 'GET', path: '/_healthz' });
    expect(prod.accessTable()).not.toContain('loadgenerator');
  });

  test.each([['dev', dev], ['prod', prod]] as const)('who may call whom in %s', (_, assertions) => {
    expect(assertions).toMatchAccessSnapshot();
  });
});
