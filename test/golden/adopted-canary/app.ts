import { ApiObject } from 'cdk8s';
import { Access, HttpMethod, HttpPath, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Two workloads and two Kubernetes Services are one service: a call to the canary is granted as one to the others. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, ANY_PODS);
  const workload = (track: string, serviceAccountName = 'cart') => new ApiObject(shop, `cart-${track}`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `cart-${track}` },
    spec: {
      selector: { matchLabels: { app: 'cart', track } },
      template: {
        metadata: { labels: { app: 'cart', track, 'app.kubernetes.io/version': track === 'stable' ? '1.4.2' : '1.5.0' } },
        spec: { serviceAccountName, containers: [{ name: 'cart', image: 'cart', ports: [{ name: 'web', containerPort: 7070 }] }] },
      },
    },
  });
  const service = (name: string, selector: Record<string, string>) => new ApiObject(shop, `service-${name}`, {
    apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'web' }] },
  });
  service('cart', { app: 'cart' });
  service('cart-canary', { app: 'cart', track: 'canary' });

  const cart = MeshService.fromWorkloads(shop, 'cart', [workload('stable'), workload('canary', wrong ? 'cart-canary' : 'cart')]);
  cart.allowFrom(shop.service('frontend'), { access: [Access.http({ methods: [HttpMethod.POST], paths: [HttpPath.under('/cart')] })] });
});
