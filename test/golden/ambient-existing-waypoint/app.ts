import { ApiObject } from 'cdk8s';
import { Access, DataPlane, HttpPath, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.existing('infra', 'shared', { serviceAccountName: 'shared-proxy' }) });
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  const plain = shop.service('plain', { ports: [ServicePort.http(80)], waypoint: Waypoint.none() });
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  plain.allowFrom(frontend);
  if (wrong) {
    // Another way to the same pods, which somebody put behind the same waypoint without a policy.
    new ApiObject(shop, 'backdoor', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'backdoor', labels: { 'istio.io/use-waypoint': 'shared', 'istio.io/use-waypoint-namespace': 'infra' } },
      spec: { selector: { 'app.kubernetes.io/name': 'catalog' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
  }
});
