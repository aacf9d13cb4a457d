import { ApiServer, ClusterProfile, NetworkPlugin, PortMtls, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** The control plane calls through a tunnel, whose agents are pods: NetworkPolicy admits these. The twin does not say what addresses they have. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {
    profile: ClusterProfile.aks({ networkPlugin: NetworkPlugin.CILIUM }),
    cluster: { ...(wrong ? {} : { podCidrs: CLUSTER.podCidrs }), apiServerAgents: {} },
  });
  const webhook = shop.service('webhook', {
    ports: [ServicePort.https(443, { targetPort: 8443, mtls: PortMtls.permissive({ reason: 'the API server has no mesh identity' }) })],
  });
  webhook.allowFrom(ApiServer.onControlPlane(), { reason: 'validates orders at admission' });
});
