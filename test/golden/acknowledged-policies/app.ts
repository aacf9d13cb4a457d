import * as path from 'node:path';
import { Include } from 'cdk8s';
import { IncludedObjects, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Policies of a chart stay although they open more than is declared: somebody stands by each, and the report lists what they open. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30' }, ANY_PODS);
  const chart = IncludedObjects.of(new Include(shop, 'chart', { url: path.join(__dirname, 'chart.yaml') }));
  const redis = MeshService.fromWorkloads(shop, 'redis', [chart.find('StatefulSet', 'redis')]);
  redis.allowFrom(shop.service('frontend'));
  shop.mesh.acknowledgeApiObject(chart.find('NetworkPolicy', 'redis'), {
    reason: 'its chart writes it; the sidecar keeps everybody else out', owner: 'team data', expires: '2027-03-31',
  });
  // In the twin it is for another one: nobody stands by what this one opens.
  if (!wrong) shop.mesh.acknowledgeObject('NetworkPolicy', 'redis-backup', { namespace: 'shop', reason: 'the sidecar lets out to nobody', owner: 'team data' });
});
