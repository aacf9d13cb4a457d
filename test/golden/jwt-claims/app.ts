import { Access, Condition, HeaderMatch, HttpMethod, HttpPath, JwtIssuer, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';
import { EC_KEYS, RSA_KEYS } from '../token-keys';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const gateway = shop.service('gateway');
  const orders = shop.service('orders', {
    ports: [ServicePort.http(80), ServicePort.grpc(9090)],
    requireJwt: {
      issuers: [
        JwtIssuer.withKeys('https://idp.example', RSA_KEYS),
        JwtIssuer.withKeys('partner', EC_KEYS, { fromHeaders: [{ name: 'X-Partner-Token', prefix: 'token ' }, { name: 'X-Token' }], forwardOriginalToken: true }),
      ],
    },
  });
  orders.allowFrom(gateway, { access: [Access.http({ ports: [80], methods: [HttpMethod.GET] })] });
  orders.allowFrom(gateway, {
    access: [Access.http({ ports: [80], paths: [HttpPath.under('/admin')] }), Access.grpc('shop.Orders', ['Cancel'])],
    when: [
      Condition.jwtIssuer(wrong ? 'https://idp.example.com' : 'https://idp.example'),
      Condition.jwtClaim('groups', 'admin', 'operator'),
      Condition.jwtNestedClaim(['realm_access', 'roles'], 'orders'),
    ],
  });
  orders.allowFrom(shop.service('batch'), {
    access: [Access.http({ ports: [80], methods: [HttpMethod.POST], paths: [HttpPath.exact('/import')] })],
    when: [Condition.jwtClaim('scope', 'import'), Condition.jwtClaim('sub', 'batch'), Condition.header(HeaderMatch.exact('x-stage', 'live'))],
  });
});
