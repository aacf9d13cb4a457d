import { Access, CloudMetadata, ClusterProfile, ExternalHost, NetworkPlugin, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** A cluster that no profile knows: what answers on its nodes is said by the service that asks, and the twin takes it for a cloud's. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30', profile: ClusterProfile.generic({ networkPlugin: NetworkPlugin.CILIUM }), cluster: CLUSTER });
  const agent = CloudMetadata.at('workload.agent.internal', { address: '169.254.1.1', port: 8200, seenAddress: '10.128.0.53', seenPort: 18200 });
  const uploader = shop.service('uploader', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  uploader.calls(wrong ? CloudMetadata.ofCluster() : agent, { reason: 'credentials of its bucket', expires: '2027-03-31' });
  uploader.calls(ExternalHost.https('bucket.example'), { reason: 'uploads' });
  uploader.allowFrom(shop.service('frontend'), { access: [Access.ports(80)] });
});
