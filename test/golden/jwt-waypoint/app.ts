import { Access, Condition, DataPlane, HttpPath, IngressGateway, JwtIssuer, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';
import { EC_KEYS } from '../token-keys';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const orders = shop.service('orders', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ...(wrong ? [ServicePort.tcp(5432)] : [])],
    requireJwt: {
      issuers: [JwtIssuer.withKeys('https://idp.example', EC_KEYS, { audiences: ['https://shop.example/'] })],
      except: [HttpPath.exact('/healthz')],
      exceptBecause: { reason: 'load balancers ask without a token' },
    },
  });
  const podLabels = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
  orders.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge-istio', { podLabels }));
  orders.allowFrom(shop.service('cart'), { access: [Access.http({ paths: [HttpPath.under('/orders')] })], when: [Condition.jwtClaim('groups', 'shop')] });
});
