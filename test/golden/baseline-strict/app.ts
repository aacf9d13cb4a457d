import { Chart } from 'cdk8s';
import { MeshBaseline, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { rootNamespace: 'istio-config' });
  const platform = new Chart(app, 'platform', { namespace: wrong ? 'istio-system' : 'istio-config' });
  new MeshBaseline(platform, 'baseline', { mesh: shop.mesh, strictMtls: true });
  shop.service('catalog', { ports: [ServicePort.grpc(3550)] }).allowFrom(shop.service('frontend'));
});
