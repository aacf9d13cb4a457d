import { Chart, JsonPatch } from 'cdk8s';
import { Access, Anyone, DataPlane, GatewayListener, HttpPath, IngressGateway, IngressGatewayPods, MeshNamespace, MeshService, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

/** What every proxy asks or tells for itself: sidecars, gateways and waypoints reach it, ambient pods do not. The twin takes it from one. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {
    proxyHosts: [
      { namespace: 'observability', service: 'tempo', port: 4317, podLabels: { app: 'tempo' }, reason: 'traces' },
      { namespace: 'identity', service: 'keys', port: 8443, podLabels: { app: 'keys' }, reason: 'keys of tokens' },
    ],
  });
  const { mesh } = shop;
  const gateway = IngressGateway.fromIdentity('shop', 'edge', { podLabels: { istio: 'edge' } });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
  new IngressGatewayPods(shop, 'edge', { mesh, gateway, listeners: [GatewayListener.tcp(8443, Anyone.because('the public shop'))] });

  const stock = new Chart(app, 'stock', { namespace: 'stock' });
  new MeshNamespace(stock, 'namespace', { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const counter = new MeshService(stock, 'counter', { deployedElsewhere: true });
  new MeshService(stock, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true })
    .allowFrom(counter, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  // After DNS and istiod.
  if (wrong) frontend.egressPolicy?.addJsonPatch(JsonPatch.remove('/spec/egress/2'));
});
