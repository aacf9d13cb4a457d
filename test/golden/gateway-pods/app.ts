import { Chart, JsonPatch } from 'cdk8s';
import {
  Access, Anyone, Cidr, GatewayDestination, GatewayListener, HttpPath, IngressGateway, IngressGatewayPods, MeshBaseline, MeshNamespace, Prometheus,
  ServicePort,
} from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER });
  const { mesh } = shop;
  const gateway = IngressGateway.fromIdentity('ingress', 'gateway', { podLabels: { istio: 'ingress' } });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });

  const ingress = new Chart(app, 'ingress', { namespace: 'ingress' });
  new MeshNamespace(ingress, 'namespace', { mesh });
  const pods = new IngressGatewayPods(ingress, 'gateway', {
    mesh,
    gateway,
    listeners: [
      GatewayListener.tcp(8443, Anyone.because('the public shop')),
      GatewayListener.tcp(8080, Cidr.of('203.0.113.0/24'), Cidr.of('2001:db8::/32')),
      GatewayListener.health(Cidr.of('198.51.100.0/24')),
      GatewayListener.metrics(Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } })),
    ],
    destinations: [GatewayDestination.pods('billing', { app: 'billing' }, { ports: [8080], reason: 'declared in the repository of billing' })],
  });
  // It would close the gateway if the gateway did not open itself.
  new MeshBaseline(new Chart(app, 'platform', { namespace: 'istio-system' }), 'baseline', { mesh, denyByDefault: true });
  // The rule with the frontend: after DNS and istiod.
  if (wrong) pods.egressPolicy?.addJsonPatch(JsonPatch.remove('/spec/egress/2'));
});
