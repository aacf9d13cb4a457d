import { ApiObject, Chart } from 'cdk8s';
import { Access, Anyone, Cidr, GatewayListener, HttpPath, IngressGateway, IngressGatewayPods, JwtIssuer, MeshNamespace, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';
import { EC_KEYS, RSA_KEYS } from '../token-keys';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER });
  const { mesh } = shop;
  const idp = JwtIssuer.withKeys('https://idp.example', RSA_KEYS, { audiences: ['shop'], forwardOriginalToken: true });
  const gateway = IngressGateway.fromIdentity('ingress', 'gateway', { podLabels: { istio: 'ingress' } });
  // It looks at the token itself, so that nobody gets past by another way.
  const account = shop.service('account', { ports: [ServicePort.http(80, { targetPort: 8080 })], requireJwt: { issuers: [idp], allowCorsPreflight: true } });
  account.allowFrom(gateway, { access: [Access.http({ paths: [HttpPath.under('/account')] })] });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  frontend.allowFrom(gateway);

  const ingress = new Chart(app, 'ingress', { namespace: 'ingress' });
  new MeshNamespace(ingress, 'namespace', { mesh });
  new IngressGatewayPods(ingress, 'gateway', {
    mesh,
    gateway,
    listeners: [GatewayListener.tcp(8443, Anyone.because('the public shop')), GatewayListener.tcp(8080, Cidr.of('203.0.113.0/24'))],
    requireJwt: {
      issuers: [idp, JwtIssuer.withKeys('https://partner.example', EC_KEYS, { fromHeaders: [{ name: 'X-Partner-Token' }] })],
      except: [HttpPath.exact('/'), HttpPath.under('/login')],
      exceptBecause: { reason: 'who has no token yet gets one there', owner: 'team web' },
      allowCorsPreflight: true,
    },
  });
  if (wrong) {
    // What opens a gateway of a mesh that requires nothing.
    new ApiObject(ingress, 'open', {
      apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'open' },
      spec: { selector: { matchLabels: { istio: 'ingress' } }, rules: [{ to: [{ operation: { ports: ['8443'] } }] }] },
    });
  }
});
