import { Access, ServicePort, SpiffeIdentity } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { trustDomain: 'prod.example.com', trustDomainAliases: ['cluster.local'] });
  const frontend = shop.service('frontend');
  const invoices = SpiffeIdentity.of(`spiffe://${wrong ? 'partner.example.org' : 'prod.example.com'}/ns/billing/sa/invoices`, { podLabels: { app: 'invoices' } });
  const orders = shop.service('orders', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  orders.allowFrom(frontend);
  orders.allowFrom(invoices, { access: [Access.httpSafeMethods()], reason: 'invoicing' });
});
