import { ApiObject } from 'cdk8s';
import { Access, Anyone, Cidr, ExternalHost, HttpPath, IngressGateway, PortMtls, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** `cart` is cut off, whatever was granted to it, by it, and to many of whom it is one. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER, trustDomainAliases: ['old.example'] });
  const http = (props = {}): ServicePort => ServicePort.http(80, { targetPort: 8080, ...props });
  const edge = IngressGateway.fromGateway('istio-ingress', 'edge');
  const [frontend, cart, catalog, status] = ['frontend', 'cart', 'catalog', 'status'].map((name) => shop.service(name, { ports: [http()] }));
  const legacy = shop.service('legacy', { ports: [http({ mtls: PortMtls.permissive({ reason: 'nodes without a proxy' }) })] });
  frontend.allowFrom(edge);
  cart.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/cart')] })] });
  catalog.allowFrom(cart);
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods()] });
  catalog.allowFrom(shop.namespaceAccess, { access: [Access.http({ paths: [HttpPath.exact('/healthz')] })] });
  catalog.allowFrom(catalog, { access: [Access.http({ paths: [HttpPath.exact('/healthz')] })] });
  status.allowFrom(Anyone.because('public status page'));
  legacy.allowFrom(Cidr.of('10.128.0.0/20'));
  cart.calls(ExternalHost.https('api.payments.example', { addresses: ['203.0.113.0/24'] }), { reason: 'payment provider' });
  cart.quarantine({ reason: 'card numbers in its logs', owner: 'security on call' });
  if (wrong) {
    // NetworkPolicies add up: the quarantine's own takes nothing from it.
    new ApiObject(shop, 'debugging', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'debugging' },
      spec: { podSelector: { matchLabels: cart.podLabels }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
    });
  }
});
