import { Access, Anyone, ExternalHost, Platform, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { platform: Platform.KUBERNETES, cluster: CLUSTER });
  const [frontend, cart, catalog, status] = ['frontend', 'cart', 'catalog', 'status']
    .map((name) => shop.service(name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  const redis = shop.service('redis', { ports: [ServicePort.tcp(6379)], podLabels: { app: 'redis', role: 'primary' } });
  cart.allowFrom(frontend, { access: [Access.ports(80)] });
  catalog.allowFrom(shop.namespaceAccess);
  catalog.allowFrom(catalog);
  status.allowFrom(Anyone.because('public status page'));
  redis.allowFrom(cart);
  redis.calls(ExternalHost.https('mirror.example', { addresses: ['198.51.100.7'] }), { reason: 'replication' });
  cart.quarantine({ reason: 'card numbers in its logs' });
  redis.quarantine({ reason: 'holds what cart wrote', ...(wrong ? { expires: '2026-11-30' } : {}) });
});
