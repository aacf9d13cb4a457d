import { ClusterProfile, CloudMetadata, ExternalHost, NetworkPlugin } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/**
 * One service asks the metadata server, which Calico sees elsewhere than it is dialled; no other does, however far its external host may be.
 * The twin does not say why.
 */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { profile: ClusterProfile.gke({ networkPlugin: NetworkPlugin.CALICO }), cluster: CLUSTER });
  shop.service('uploader').calls(CloudMetadata.ofCluster(), wrong ? {} : { reason: 'tokens of its Google service account', owner: 'storage team' });
  shop.service('cart').calls(ExternalHost.http('api.payments.example'), { reason: 'payment provider' });
});
