import { ClusterProfile, CloudMetadata, DataPlane, ExternalHost } from '../../../src';
import { golden, Shop } from '../golden';

/** ztunnel passes on what it does not know, so that NetworkPolicy alone decides, and no waypoint answers in the service's place: the twin's would. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { profile: ClusterProfile.eks() }, { dataPlane: DataPlane.AMBIENT });
  const uploader = shop.service('uploader');
  uploader.calls(CloudMetadata.eksPodIdentity(), { reason: 'credentials of its role' });
  if (wrong) uploader.calls(ExternalHost.tcp('agent.eks.example', { ports: [80], addresses: ['169.254.170.23'] }), { reason: 'credentials of its role' });
});
