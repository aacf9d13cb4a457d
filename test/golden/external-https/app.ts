import { ExternalHost } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, wrong ? {} : { cluster: CLUSTER });
  const payment = shop.service('payment');
  const catalog = shop.service('catalog');
  payment.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
  payment.calls(ExternalHost.tls('vault.payments.example', { ports: [8200] }), { reason: 'signing keys' });
  catalog.calls(ExternalHost.http('feeds.example.com'), { reason: 'supplier prices' });
  catalog.calls(ExternalHost.https('api.payments.example', { ports: [8443] }), { reason: 'price in other currencies' });
});
