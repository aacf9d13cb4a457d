import * as plus34 from 'cdk8s-plus-34';
import { Access, HttpPath, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Probes of every kind: injection has the sidecar's agent answer those of HTTP and gRPC. In the twin an annotation keeps them from it. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, ANY_PODS);
  const { KubeDeployment, KubeService, IntOrString } = plus34.k8s;
  const catalog = new KubeDeployment(shop, 'catalog', {
    metadata: { name: 'catalog' },
    spec: {
      selector: { matchLabels: { app: 'catalog' } },
      template: {
        metadata: { labels: { app: 'catalog' }, annotations: wrong ? { 'sidecar.istio.io/rewriteAppHTTPProbers': 'false' } : {} },
        spec: {
          serviceAccountName: 'catalog',
          containers: [
            {
              name: 'catalog',
              image: 'catalog',
              ports: [{ name: 'web', containerPort: 8080 }, { name: 'rpc', containerPort: 9090 }],
              startupProbe: { tcpSocket: { port: IntOrString.fromString('web') } },
              livenessProbe: { httpGet: { path: '/healthz', port: IntOrString.fromString('web') } },
              readinessProbe: { grpc: { port: 9090, service: 'ready' } },
            },
            { name: 'cache', image: 'redis', livenessProbe: { exec: { command: ['redis-cli', 'ping'] } } },
          ],
        },
      },
    },
  });
  new KubeService(shop, 'catalog-service', {
    metadata: { name: 'catalog' },
    spec: { selector: { app: 'catalog' }, ports: [{ name: 'http', port: 80, targetPort: IntOrString.fromString('web') }, { name: 'grpc', port: 9090, targetPort: IntOrString.fromString('rpc') }] },
  });
  MeshService.fromWorkloads(shop, 'catalog-access', [catalog], { name: 'catalog' })
    .allowFrom(shop.service('frontend'), { access: [Access.httpSafeMethods(HttpPath.under('/items')), Access.grpc('shop.Catalog', ['List'])] });
});
