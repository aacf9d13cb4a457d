import { Access, ExternalHost, HttpPath, Platform, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { platform: Platform.KUBERNETES, cluster: CLUSTER });
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  catalog.allowFrom(frontend, { access: [wrong ? Access.http({ paths: [HttpPath.under('/items')] }) : Access.ports(80)] });
  catalog.calls(ExternalHost.https('feeds.example.com', { addresses: ['198.51.100.0/24'] }), { reason: 'supplier prices' });
});
