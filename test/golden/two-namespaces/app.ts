import { Chart } from 'cdk8s';
import { Access, HttpPath, MeshNamespace, MeshService, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const web = new Chart(app, 'web', { namespace: 'web' });
  new MeshNamespace(web, 'namespace', { mesh: shop.mesh });
  const frontend = new MeshService(web, 'frontend', { deployedElsewhere: true });
  new MeshService(web, 'worker', { serviceAccountName: wrong ? 'frontend' : 'worker', deployedElsewhere: true });
  // The same name in another namespace is another service.
  const twinName = shop.service('frontend', { ports: [ServicePort.http(80)] });
  const orders = shop.service('orders', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  orders.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/orders')] })] });
  twinName.allowFrom(orders);
});
