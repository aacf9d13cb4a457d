import { Access, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  catalog.allowFrom(frontend, { access: [Access.http({ hosts: [wrong ? 'https://catalog.shop.example.com' : 'catalog.shop.example.com', 'catalog'] })] });
});
