import { Access, HttpPath, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80)] });
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.exact(wrong ? 'items' : '/items'))] });
});
