import { Access, HttpMethod, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const cart = shop.service('cart');
  const redis = shop.service('redis', { ports: [ServicePort.tcp(6379)] });
  redis.allowFrom(cart, { access: [wrong ? Access.http({ ports: [6379], methods: [HttpMethod.GET] }) : Access.tcp(6379)] });
});
