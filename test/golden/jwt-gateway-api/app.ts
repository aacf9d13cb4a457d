import { ApiObject, Chart } from 'cdk8s';
import { Anyone, DataPlane, GatewayListener, IngressGateway, IngressGatewayPods, JwtIssuer, ServicePort, Waypoint } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';
import { EC_KEYS } from '../token-keys';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER }, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const idp = JwtIssuer.withKeys('https://idp.example', EC_KEYS, { forwardOriginalToken: true });
  const gateway = IngressGateway.fromGateway('istio-ingress', 'edge');
  const account = shop.service('account', { ports: [ServicePort.http(80, { targetPort: 8080 })], requireJwt: { issuers: [idp] } });
  account.allowFrom(gateway);

  const ingress = new Chart(app, 'ingress', { namespace: 'istio-ingress' });
  new ApiObject(ingress, 'edge', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge' },
    spec: {
      gatewayClassName: 'istio',
      listeners: [{
        name: 'https', port: 443, protocol: 'HTTPS', allowedRoutes: { namespaces: { from: 'Same' } },
        tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'shop' }] },
      }],
    },
  });
  new IngressGatewayPods(ingress, 'edge-pods', {
    mesh: shop.mesh, gateway, listeners: [GatewayListener.tcp(443, Anyone.because('the public shop'))], requireJwt: { issuers: [idp] },
  });
  if (wrong) {
    // Of the team that runs the gateway: with this the services behind it see no token.
    new ApiObject(ingress, 'of-the-gateway-team', {
      apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication', metadata: { name: 'corporate' },
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
        jwtRules: [{ issuer: 'https://idp.example', jwks: EC_KEYS }],
      },
    });
  }
});
