import * as path from 'node:path';
import { Access, HttpPath, RolloutStage, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/**
 * Somebody has closed a service in the cluster before: it is observed, and nobody is allowed beside whom they allow. In the twin one more is
 * declared, whom they refuse.
 */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { existingManifests: [path.relative('', path.join(__dirname, 'of-before.yaml'))] }, { stage: RolloutStage.OBSERVE, observation: { allowAll: false } });
  const [frontend, search, checkout, catalog] = ['frontend', 'search', 'checkout', 'catalog']
    .map((name) => shop.service(name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  for (const caller of [frontend, search, ...(wrong ? [checkout] : [])]) catalog.allowFrom(caller, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
});
