import { ClusterProfile, PodSecurityLevel, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** Names are answered in openshift-dns on 5353; istio-cni is there, so that Pod Security may be enforced. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { profile: ClusterProfile.openshift(), cluster: wrong ? { domain: 'corp.local' } : {} }, { podSecurity: { enforce: PodSecurityLevel.RESTRICTED } });
  shop.service('catalog', { ports: [ServicePort.grpc(3550)] }).allowFrom(shop.service('frontend'));
});
