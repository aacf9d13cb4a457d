import { Chart } from 'cdk8s';
import { Anyone, GatewayDestination, GatewayListener, IngressGateway, IngressGatewayPods, Kubelet, Platform, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { platform: Platform.KUBERNETES, cluster: CLUSTER });
  const gateway = IngressGateway.fromIdentity('ingress-nginx', 'ingress-nginx', { podLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  frontend.allowFrom(gateway);
  new IngressGatewayPods(new Chart(app, 'ingress', { namespace: 'ingress-nginx' }), 'gateway', {
    mesh: shop.mesh,
    // Other pods than those that the service allows.
    gateway: wrong ? IngressGateway.fromIdentity('ingress-nginx', 'ingress-nginx', { podLabels: { 'app.kubernetes.io/component': 'controller' } }) : gateway,
    listeners: [GatewayListener.tcp(443, Anyone.because('the public shop')), GatewayListener.tcp(10254, Kubelet.onNodes())],
    destinations: [GatewayDestination.addresses('10.4.0.1/32', { ports: [443], reason: 'the controller reads Ingresses from the API server' })],
  });
});
