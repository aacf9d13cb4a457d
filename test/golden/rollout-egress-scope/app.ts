import { RolloutStage } from '../../../src';
import { golden } from '../golden';
import { LiveShop, podsOf } from '../live-shop';

/** What a service calls is held to the declaration, too; one lags behind. By a policy of before the twin's catalog calls whom it likes. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new LiveShop(app, RolloutStage.EGRESS_SCOPE, { frontend: { stage: RolloutStage.NETWORK_POLICY } });
  if (wrong) shop.legacy('NetworkPolicy', 'networking.k8s.io/v1', 'legacy', { podSelector: podsOf('catalog'), policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }] });
});
