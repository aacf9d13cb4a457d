import { ApiObject } from 'cdk8s';
import { Access, DataPlane, Delivery, HttpPath, MeshService, Waypoint } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/**
 * An adopted Kubernetes Service leads to a waypoint as soon as it says so: it is applied when the waypoint's policies are there, and before
 * the pods let in nobody else. The twin's is applied with everything else of the application.
 */
export const { build, twin } = golden((app, wrong) => {
  const namespace = { ...ANY_PODS, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() };
  const shop = new Shop(app, { delivery: Delivery.argoCd({ firstWave: -8 }) }, namespace);
  const catalog = new ApiObject(shop, 'catalog', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'catalog' },
    spec: {
      selector: { matchLabels: { app: 'catalog' } },
      template: {
        metadata: { labels: { app: 'catalog' } },
        spec: { serviceAccountName: 'catalog', containers: [{ name: 'catalog', image: 'catalog', ports: [{ containerPort: 8080 }] }] },
      },
    },
  });
  const service = new ApiObject(shop, 'catalog-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'catalog',
      labels: { 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' },
      annotations: wrong ? {} : { 'argocd.argoproj.io/sync-wave': '-6' },
    },
    spec: { selector: { app: 'catalog' }, ports: [{ port: 80, targetPort: 8080, appProtocol: 'http' }] },
  });
  MeshService.fromWorkloads(shop, 'catalog-access', [catalog], { name: 'catalog', services: [service] })
    .allowFrom(shop.service('frontend'), { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
});
