import { Access, Delivery, ExternalHost, HttpPath, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** Each object says its wave: allow before deny, what cuts off and what lets in for an emergency in their own, Namespace and ServiceAccounts kept. */
export const { build, twin } = golden((app, wrong) => {
  // A wave is a whole number.
  const shop = new Shop(app, { cluster: CLUSTER, asOf: '2026-11-30', delivery: Delivery.argoCd({ firstWave: wrong ? -8.5 : -8, confirmPruning: true }) });
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  const frontend = shop.service('frontend');
  catalog.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/items')] })] });
  catalog.breakGlass(shop.service('debug'), { reason: 'orders are lost', owner: 'team shop', expires: '2026-12-02' });
  frontend.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
  shop.service('leaky').quarantine({ reason: 'leaks' });
});
