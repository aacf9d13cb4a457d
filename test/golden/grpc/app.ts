import { Access, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const admin = shop.service('admin');
  const catalog = shop.service('catalog', { ports: [ServicePort.grpc(3550)] });
  catalog.allowFrom(frontend, { access: [Access.grpc('shop.Catalog', ['ListProducts', wrong ? '/GetProduct' : 'GetProduct'])] });
  catalog.allowFrom(admin, { access: [Access.grpc('shop.CatalogAdmin')] });
});
