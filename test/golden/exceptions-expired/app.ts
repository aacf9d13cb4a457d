import { ApiObject } from 'cdk8s';
import { declareExceptions, shopOn } from '../exceptions/app';
import { golden, Shop } from '../golden';

/** The same program a month later: the port is strict again, and whoever needed its plaintext, or was let in until a day, is gone. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, shopOn('2027-01-01'));
  declareExceptions(shop);
  if (wrong) {
    // What an earlier synth wrote is kept by hand.
    new ApiObject(shop, 'kept', {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'kept' },
      spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'orders' } }, portLevelMtls: { 9000: { mode: 'PERMISSIVE' } } },
    });
  }
});
