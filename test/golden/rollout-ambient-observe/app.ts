import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveAmbientShop, podsOf } from '../live-shop';

/** ztunnel refuses nothing yet, and there is no dry run that it could take for more. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveAmbientShop(app, RolloutStage.OBSERVE);
  // Somebody closed one of them before: to allow everybody would open it.
  if (wrong) shop.legacy('AuthorizationPolicy', 'security.istio.io/v1', 'legacy', { selector: podsOf('redis'), rules: [{ to: [{ operation: { ports: ['6379'] } }] }] });
});
