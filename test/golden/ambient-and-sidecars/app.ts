import { Chart } from 'cdk8s';
import { Access, Cidr, DataPlane, HttpPath, MeshNamespace, MeshService, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const legacy = new Chart(app, 'legacy', { namespace: 'legacy' });
  new MeshNamespace(legacy, 'namespace', { mesh: shop.mesh });
  const billing = new MeshService(legacy, 'billing', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  const batch = shop.service('batch', { dataPlane: DataPlane.NONE, ports: [ServicePort.tcp(2049)] });
  const frontend = shop.service('frontend');
  const orders = shop.service('orders', { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(9000)] });
  // A sidecar does not go through waypoints: it can be granted whole ports only.
  orders.allowFrom(billing, { access: wrong ? [Access.httpSafeMethods(HttpPath.under('/orders'))] : [Access.tcp(9000)] });
  orders.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/orders')] }), Access.tcp(9000)] });
  billing.allowFrom(orders, { access: [Access.http({ paths: [HttpPath.exact('/invoices')] })] });
  billing.allowFrom(shop.namespaceAccess, { access: [Access.httpSafeMethods(HttpPath.exact('/status'))] });
  batch.allowFrom(Cidr.of('192.0.2.0/24'), { reason: 'file drops of partners' });
});
