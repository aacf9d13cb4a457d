import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop, podsOf } from '../live-shop';

/** The proxies refuse what is not declared; NetworkPolicy does not yet. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveShop(app, RolloutStage.AUTHORIZATION);
  // As it stood while authorization was only observed.
  if (wrong) shop.legacy('AuthorizationPolicy', 'security.istio.io/v1', 'legacy', { selector: podsOf('redis'), rules: [{}] });
});
