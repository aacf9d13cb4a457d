import { ApiObject } from 'cdk8s';
import { Access, DataPlane, HttpPath, MeshService, Waypoint } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Behind a waypoint the Kubernetes Services are named, and labelled by whoever wrote them. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, { ...ANY_PODS, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const catalog = new ApiObject(shop, 'catalog', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'catalog' },
    spec: {
      selector: { matchLabels: { app: 'catalog' } },
      template: {
        // Of no effect in ambient: ztunnel takes every port.
        metadata: { labels: { app: 'catalog' }, annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } },
        spec: { serviceAccountName: 'catalog', containers: [{ name: 'catalog', image: 'catalog', ports: [{ containerPort: 8080 }] }] },
      },
    },
  });
  const service = new ApiObject(shop, 'catalog-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'catalog', labels: { 'istio.io/use-waypoint': 'waypoint', ...(wrong ? {} : { 'istio.io/ingress-use-waypoint': 'true' }) } },
    spec: { selector: { app: 'catalog' }, ports: [{ port: 80, targetPort: 8080, appProtocol: 'http' }] },
  });
  MeshService.fromWorkloads(shop, 'catalog-access', [catalog], { name: 'catalog', services: [service] })
    .allowFrom(shop.service('frontend'), { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
});
