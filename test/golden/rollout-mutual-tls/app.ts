import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop, podsOf } from '../live-shop';

/** Who has an identity of the mesh may still do everything. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveShop(app, RolloutStage.MUTUAL_TLS);
  if (wrong) shop.legacy('PeerAuthentication', 'security.istio.io/v1', 'legacy', { selector: podsOf('redis'), mtls: { mode: 'PERMISSIVE' } });
});
