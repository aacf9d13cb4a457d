import { ClusterProfile, ExternalHost, NetworkPlugin, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** Outside the cluster is neither what is in it, nor Azure's 168.63.129.16, which hands out credentials of nodes. */
export const { build, twin } = golden((app, wrong) => {
  const { podCidrs, nodeCidrs, serviceCidrs } = CLUSTER;
  const shop = new Shop(app, {
    profile: ClusterProfile.aks({ networkPlugin: NetworkPlugin.CILIUM }),
    cluster: { podCidrs, nodeCidrs, ...(wrong ? {} : { serviceCidrs }) },
  });
  const cart = shop.service('cart', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  cart.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
});
