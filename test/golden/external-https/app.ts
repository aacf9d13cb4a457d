import { ExternalHost } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

const DUAL_STACK = {
  podCidrs: [...CLUSTER.podCidrs, 'fd00:10::/56'],
  serviceCidrs: [...CLUSTER.serviceCidrs, 'fd00:20::/112'],
  nodeCidrs: [...CLUSTER.nodeCidrs, 'fd00:30::/64'],
};

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, wrong ? {} : { cluster: DUAL_STACK });
  const payment = shop.service('payment');
  const catalog = shop.service('catalog');
  payment.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
  payment.calls(ExternalHost.tls('vault.payments.example', { ports: [8200] }), { reason: 'signing keys' });
  catalog.calls(ExternalHost.http('feeds.example.com'), { reason: 'supplier prices' });
  catalog.calls(ExternalHost.https('api.payments.example', { ports: [8443] }), { reason: 'price in other currencies' });
});
