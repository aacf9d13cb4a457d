import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveAmbientShop, podsOf } from '../live-shop';

/** ztunnel refuses what is not declared; NetworkPolicy does not yet. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveAmbientShop(app, RolloutStage.AUTHORIZATION, { catalog: { stage: RolloutStage.MUTUAL_TLS } });
  // It isolates before its stage.
  if (wrong) shop.legacy('NetworkPolicy', 'networking.k8s.io/v1', 'legacy', { podSelector: podsOf('catalog'), policyTypes: ['Ingress'] });
});
