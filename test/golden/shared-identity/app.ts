import { Access, AccessRole, HttpPath, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

const said = { reason: 'one chart, one account', expires: '2027-03-31', owner: 'orders team' };

/**
 * Two services run under one account, and a third is on its way from it: what is granted to one of them is granted to all, by name, by a role
 * and in an emergency. Who may call them stays apart.
 */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30' });
  const http = [ServicePort.http(80, { targetPort: 8080 })];
  const account = { serviceAccountName: 'backend', ports: http };
  const orders = shop.service('orders', { ...account, automountServiceAccountToken: true, sharedIdentity: { sharedWith: ['mailer', 'reports'], ...said } });
  const reports = shop.service('reports', { ...account, sharedIdentity: { sharedWith: wrong ? ['orders'] : ['mailer', 'orders'], ...said } });
  const mailer = shop.service('mailer', { sharedIdentity: { sharedWith: ['orders', 'reports'], ...said } })
    .migrateIdentity({ fromServiceAccount: 'backend', expires: '2027-01-31', reason: 'an account of its own', owner: 'orders team' });
  const stock = shop.service('stock', { ports: [...http, ServicePort.tcp(6379)] });
  stock.allowFrom(orders, { access: [Access.http({ paths: [HttpPath.under('/reserve')] })], reason: 'checkout' });
  stock.allowFrom(reports, { access: [Access.httpSafeMethods(HttpPath.under('/levels'))] });
  stock.breakGlass(reports, { access: [Access.tcp(6379)], reason: 'levels are wrong', owner: 'orders team', expires: '2026-12-01' });
  const senders = new AccessRole(shop, 'senders');
  senders.addMember(mailer, { reason: 'sends what they ask for' });
  orders.allowFrom(senders, { access: [Access.httpSafeMethods(HttpPath.exact('/receipt'))] });
  reports.allowFrom(shop.service('frontend'));
});
