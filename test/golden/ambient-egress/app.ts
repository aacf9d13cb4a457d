import { Chart } from 'cdk8s';
import { DataPlane, EgressWaypoint, ExternalHost } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER }, { dataPlane: DataPlane.AMBIENT });
  if (!wrong) new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh: shop.mesh });
  const payment = shop.service('payment');
  const catalog = shop.service('catalog');
  const redis = shop.service('redis');
  payment.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
  catalog.calls(ExternalHost.http('feeds.example.com'), { reason: 'supplier prices' });
  catalog.calls(ExternalHost.https('api.payments.example', { ports: [8443] }), { reason: 'price in other currencies' });
  redis.calls(ExternalHost.tcp('mirror.example', { ports: [6380], addresses: ['192.0.2.44'] }), { reason: 'replication' });
});
