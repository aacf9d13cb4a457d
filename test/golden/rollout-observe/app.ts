import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop, podsOf } from '../live-shop';

/** Nothing is refused yet, and whom the policies will refuse is recorded. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveShop(app, RolloutStage.OBSERVE);
  // Somebody closed one of them before: to allow everybody would open it.
  if (wrong) {
    shop.legacy('AuthorizationPolicy', 'security.istio.io/v1', 'legacy', {
      selector: podsOf('redis'), rules: [{ from: [{ source: { namespaces: ['shop'] } }] }],
    });
  }
});
