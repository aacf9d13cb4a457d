import { ApiObject } from 'cdk8s';
import { Access, HttpPath, MeshService, ServicePort } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** A service gets another account, and adopted pods leave `default`: until the day both identities are taken for them. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30' }, ANY_PODS);
  const orders = MeshService.fromWorkloads(shop, 'orders', [new ApiObject(shop, 'orders-deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'orders' },
    spec: {
      selector: { matchLabels: { app: 'orders' } },
      template: { metadata: { labels: { app: 'orders' } }, spec: { serviceAccountName: 'orders', containers: [{ name: 'orders', image: 'orders' }] } },
    },
  })]).migrateIdentity({ fromServiceAccount: 'default', expires: '2027-01-31', reason: 'accounts of their own', owner: 'shop team' });
  const frontend = shop.service('frontend', { serviceAccountName: 'storefront' });
  frontend.migrateIdentity({ fromServiceAccount: wrong ? 'checkout' : 'frontend', expires: '2026-12-31', reason: 'renamed' });
  const checkout = shop.service('checkout', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  checkout.allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.under('/checkout')] })] });
  checkout.allowFrom(orders, { access: [Access.httpSafeMethods(HttpPath.under('/orders'))] });
});
