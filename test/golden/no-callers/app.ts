import { ApiObject } from 'cdk8s';
import { ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  shop.service('vault', { ports: [ServicePort.http(80, { targetPort: 8200 })] });
  if (wrong) {
    // What a misspelt `from` becomes when generated classes drop unknown keys: everyone.
    new ApiObject(shop, 'misspelt', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'misspelt' },
      spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'vault' } }, action: 'ALLOW', rules: [{}] },
    });
  }
});
