import { Access, DataPlane, Delivery, HttpPath, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

/** Each object says its wave by a label, by which Kustomizations that wait for each other tell them apart. */
export const { build, twin } = golden((app, wrong) => {
  // Charts are applied by another controller.
  const sourceKind = wrong ? 'HelmRepository' : 'OCIRepository';
  const delivery = Delivery.flux({ name: 'shop', sourceName: 'shop', sourceKind, path: './dist' });
  const shop = new Shop(app, { delivery }, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  catalog.allowFrom(shop.service('frontend'), { access: [Access.http({ paths: [HttpPath.under('/items')] })] });
});
