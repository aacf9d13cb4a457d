import { ApiObject, Chart } from 'cdk8s';
import { Access, Anyone, DataPlane, EgressWaypoint, ExternalHost, HttpPath, IngressGateway, ServicePort, Waypoint } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** Behind a waypoint the denial is said twice: at the pods, and bound to the Service. Past its day it holds, and is overdue. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER, asOf: '2026-12-01' }, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh: shop.mesh });
  const [frontend, cart, catalog, status] = ['frontend', 'cart', 'catalog', 'status']
    .map((name) => shop.service(name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  frontend.allowFrom(IngressGateway.fromGateway('istio-ingress', 'edge'));
  cart.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/cart')] })] });
  catalog.allowFrom(cart);
  catalog.allowFrom(shop.namespaceAccess, { access: [Access.httpSafeMethods()] });
  status.allowFrom(Anyone.because('public status page'));
  cart.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
  cart.quarantine({ reason: 'card numbers in its logs', owner: 'security on call', expires: '2026-11-30' });
  if (wrong) {
    new ApiObject(shop, 'metadata', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'metadata' },
      spec: { podSelector: { matchLabels: cart.podLabels }, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '169.254.169.254/32' } }] }] },
    });
  }
});
