import { Access, HttpPath, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const cart = shop.service('cart', { ports: [ServicePort.http(80)] });
  cart.allowFrom(frontend, {
    access: [Access.http({
      paths: [
        HttpPath.under('/cart'),
        HttpPath.prefix('/img/thumb-'),
        HttpPath.suffix('.css'),
        HttpPath.template(wrong ? '/product/{**}/reviews/{**}' : '/product/{*}/reviews/{**}'),
      ],
    })],
  });
});
