import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop, podsOf } from '../live-shop';

/** One service lags behind its namespace, one is ahead of it. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveShop(app, RolloutStage.NETWORK_POLICY, { redis: { stage: RolloutStage.OBSERVE }, catalog: { stage: RolloutStage.DONE } });
  // It let in one caller only: to open the service for its namespace's sake would let in all.
  if (wrong) {
    shop.legacy('NetworkPolicy', 'networking.k8s.io/v1', 'legacy', { podSelector: podsOf('redis'), ingress: [{ from: [{ podSelector: podsOf('catalog') }] }] });
  }
});
