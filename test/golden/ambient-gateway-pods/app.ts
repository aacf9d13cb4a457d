import { ApiObject, Chart } from 'cdk8s';
import {
  Access, Anyone, DataPlane, GatewayDestination, GatewayListener, HttpPath, IngressGateway, IngressGatewayPods, ServicePort, Waypoint,
} from '../../../src';
import { golden, Shop } from '../golden';

const CLUSTER = {
  podCidrs: ['10.0.0.0/14', 'fd00:10::/56'], serviceCidrs: ['10.4.0.0/20', 'fd00:4::/108'], nodeCidrs: ['10.128.0.0/20', 'fd00:128::/64'],
};

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER }, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed({ name: 'front' }) });
  const gateway = IngressGateway.fromGateway('istio-ingress', 'edge');
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
  const queue = shop.service('queue', { ports: [ServicePort.tcp(5672)] });
  queue.allowFrom(gateway);
  const moving = shop.service('moving', { ports: [ServicePort.tcp(9000)], dataPlane: DataPlane.AMBIENT, migratingFrom: DataPlane.SIDECAR });
  moving.allowFrom(gateway);

  // Nobody in this App isolates the namespace: the gateway's own policies do.
  const ingress = new Chart(app, 'ingress', { namespace: 'istio-ingress' });
  new ApiObject(ingress, 'edge', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge' },
    // With what the API server would fill in: a list that it changes is changed back by every apply.
    spec: {
      gatewayClassName: 'istio',
      listeners: [{
        name: 'https', port: 443, protocol: 'HTTPS', allowedRoutes: { namespaces: { from: 'Same' } },
        tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'shop' }] },
      }],
    },
  });
  new IngressGatewayPods(ingress, 'edge-pods', {
    mesh: shop.mesh,
    gateway,
    listeners: [GatewayListener.tcp(443, Anyone.because('the public shop')), GatewayListener.udp(443, Anyone.because('the public shop'))],
    destinations: [GatewayDestination.waypoint('media', 'waypoint', { reason: 'declared in the repository of media' })],
  });
  if (wrong) {
    new ApiObject(ingress, 'open', {
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'open' }, spec: { podSelector: {}, egress: [{}], policyTypes: ['Egress'] },
    });
  }
});
