import * as path from 'node:path';
import { Include } from 'cdk8s';
import { Access, HttpPath, IncludedObjects, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** One workload of a chart is adopted, and the policy that came with it, which opens a port to everybody, is taken out. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, ANY_PODS);
  const chart = IncludedObjects.of(new Include(shop, 'chart', { url: path.join(__dirname, 'chart.yaml') }));
  if (!wrong) chart.remove('AuthorizationPolicy', 'shop-catalog', 'who may call is declared here');
  const catalog = MeshService.fromWorkloads(shop, 'catalog', [chart.find('Deployment', 'shop-catalog')]);
  catalog.allowFrom(shop.service('frontend'), { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  catalog.allowFrom(shop.service('checkout'), { access: [Access.grpc('shop.Catalog', ['GetItem'])] });
});
