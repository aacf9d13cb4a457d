import { ClusterProfile, ExternalHost, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** Outside the cluster is what is not in kind's own blocks, nor where Docker has put the nodes: that only the user knows. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { profile: ClusterProfile.kind(), cluster: wrong ? {} : { nodeCidrs: ['172.18.0.0/16'] } });
  const cart = shop.service('cart', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  cart.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
});
