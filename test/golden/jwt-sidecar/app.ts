import { Access, HttpMethod, HttpPath, JwtIssuer, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';
import { RSA_KEYS } from '../token-keys';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const orders = shop.service('orders', {
    ports: [ServicePort.http(80, { targetPort: 8080 })],
    requireJwt: {
      issuers: [JwtIssuer.withKeys('https://idp.example', RSA_KEYS, { audiences: ['shop'] })],
      except: [HttpPath.exact('/healthz'), HttpPath.under('/orders/public')],
      exceptBecause: { reason: wrong ? '' : 'status page', owner: 'team orders' },
      allowCorsPreflight: true,
    },
  });
  orders.allowFrom(shop.service('frontend'), { access: [Access.http({ paths: [HttpPath.under('/orders')] })] });
  orders.allowFrom(shop.service('monitor'), { access: [Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.exact('/healthz')] })] });
  orders.allowFrom(shop.service('backoffice'));
});
