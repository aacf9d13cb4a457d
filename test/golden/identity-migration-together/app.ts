import { Access, HttpPath, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/**
 * All of a namespace leave `default` at once: until the day they are one caller, and what is granted to one of them is granted to all. In the
 * twin one of them does not say so.
 */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30' });
  const http = [ServicePort.http(80, { targetPort: 8080 })];
  const [frontend, orders, stock] = ['frontend', 'orders', 'stock'].map((name) => shop.service(name, { ports: http }).migrateIdentity({
    fromServiceAccount: 'default',
    expires: '2027-01-31',
    reason: 'accounts of their own',
    owner: 'shop team',
    sharedUntilThen: !(wrong && name === 'orders'),
  }));
  orders.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/orders')] })], reason: 'checkout' });
  stock.allowFrom(orders, { access: [Access.httpSafeMethods(HttpPath.under('/levels'))] });
});
