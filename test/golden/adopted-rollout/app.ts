import { ApiObject } from 'cdk8s';
import { Access, HttpMethod, HttpPath, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/**
 * Two Rollouts of Argo, one with pods of its own and one with those of a Deployment: callers dial a host whose calls a VirtualService splits
 * between the stable and the canary Service, and these two are one service.
 */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, ANY_PODS);
  const pods = (name: string) => ({
    metadata: { labels: { app: name, tier: 'shop' } },
    spec: { serviceAccountName: name, containers: [{ name, image: name, ports: [{ name: 'web', containerPort: 7070 }] }] },
  });
  const rollout = (name: string, made: object) => new ApiObject(shop, `${name}-rollout`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name },
    spec: {
      replicas: 3,
      ...made,
      strategy: {
        canary: {
          stableService: name,
          canaryService: `${name}-canary`,
          trafficRouting: { istio: { virtualService: { name, routes: ['primary'] } } },
          steps: [{ setWeight: 20 }, { pause: {} }],
        },
      },
    },
  });
  const split = (name: string) => {
    for (const service of [name, `${name}-canary`]) {
      new ApiObject(shop, `${service}-service`, {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: service },
        // The twin's canary Service leads to the pods of both Rollouts.
        spec: { selector: wrong && service === 'cart-canary' ? { tier: 'shop' } : { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] },
      });
    }
    new ApiObject(shop, `${name}-route`, {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name },
      spec: {
        hosts: [name],
        http: [{ name: 'primary', route: [{ destination: { host: name }, weight: 80 }, { destination: { host: `${name}-canary` }, weight: 20 }] }],
      },
    });
  };
  split('cart');
  split('orders');

  const cart = MeshService.fromWorkloads(shop, 'cart', [
    rollout('cart', { selector: { matchLabels: { app: 'cart' } }, template: pods('cart') }),
  ]);
  const orders = MeshService.fromWorkloads(shop, 'orders', [
    rollout('orders', { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders', scaleDown: 'onsuccess' } }),
    new ApiObject(shop, 'orders-deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'orders' }, spec: { selector: { matchLabels: { app: 'orders' } }, template: pods('orders') },
    }),
  ]);
  cart.allowFrom(shop.service('frontend'), { access: [Access.http({ methods: [HttpMethod.POST], paths: [HttpPath.under('/cart')] })] });
  orders.allowFrom(cart, { access: [Access.httpSafeMethods(HttpPath.under('/orders'))] });
});
