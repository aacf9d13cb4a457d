import { Access, ClusterProfile, HttpMethod, HttpPath, LoadBalancer, NetworkPlugin, PortMtls, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** A container-native load balancer asks the pods themselves, in plaintext: one path of one port, from Google's addresses. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { profile: ClusterProfile.gke({ networkPlugin: NetworkPlugin.GKE_DATAPLANE_V2 }) });
  const web = shop.service('web', {
    ports: [ServicePort.http(80, { targetPort: 8080, ...(wrong ? {} : { mtls: PortMtls.permissive({ reason: 'the load balancer has no mesh identity' }) }) })],
  });
  web.allowFrom(shop.service('frontend'));
  web.allowFrom(LoadBalancer.healthChecks(), {
    access: [Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.exact('/healthz')] })],
    reason: 'container-native load balancing',
  });
});
