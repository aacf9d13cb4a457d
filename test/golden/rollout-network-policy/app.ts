import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop, podsOf } from '../live-shop';

/** Callers are held to the declaration by all layers, and what is called by none yet. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveShop(app, RolloutStage.NETWORK_POLICY);
  // It was meant for ingress, and isolates egress beside it.
  if (wrong) shop.legacy('NetworkPolicy', 'networking.k8s.io/v1', 'legacy', { podSelector: podsOf('catalog'), policyTypes: ['Ingress', 'Egress'] });
});
