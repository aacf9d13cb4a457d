import { Condition, JwtIssuer, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const orders = shop.service('orders', {
    ports: [ServicePort.http(80)],
    ...(wrong ? {} : { requireJwt: { issuers: [JwtIssuer.withKeysAt('https://idp.example', 'https://idp.example/.well-known/jwks.json')] } }),
  });
  orders.allowFrom(shop.service('frontend'), { when: [Condition.jwtClaim('groups', 'customer')] });
});
