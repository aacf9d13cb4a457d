import { ApiServer, DataPlane } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** A controller with a sidecar and one without: NetworkPolicy lets both out to the servers, and the Sidecar of the one knows their Service. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: { ...CLUSTER, ...(wrong ? {} : { apiServerCidrs: ['10.128.0.2/32', '10.128.0.3/32'] }) } });
  shop.service('controller').calls(ApiServer.onControlPlane(), { reason: 'reconciles orders', owner: 'platform team' });
  shop.service('backup', { dataPlane: DataPlane.NONE }).calls(ApiServer.onControlPlane(), { reason: 'takes snapshots' });
});
