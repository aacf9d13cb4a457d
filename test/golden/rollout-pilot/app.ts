import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop } from '../live-shop';

/** One service is enforced as a whole in a namespace of which nothing else is. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveShop(app, RolloutStage.OBSERVE, { redis: { stage: RolloutStage.DONE } });
  // Callers without a sidecar were kept out already, of all of them.
  if (wrong) shop.legacy('PeerAuthentication', 'security.istio.io/v1', 'legacy', { mtls: { mode: 'STRICT' } });
});
