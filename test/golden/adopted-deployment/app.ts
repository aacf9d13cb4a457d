import * as plus28 from 'cdk8s-plus-28';
import * as plus34 from 'cdk8s-plus-34';
import { Access, HttpPath, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Workloads of the oldest and of the newest cdk8s-plus, with their Kubernetes Services and accounts, as somebody else wrote them. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, ANY_PODS);
  const web = new plus28.Deployment(shop, 'web', {
    podMetadata: { labels: { app: 'frontend' } },
    serviceAccount: new plus28.ServiceAccount(shop, 'web-account', { metadata: { name: 'frontend' } }),
    containers: [{ image: 'registry.example.com/frontend:1', portNumber: 8080, liveness: plus28.Probe.fromHttpGet('/healthz') }],
  });
  web.exposeViaService({ name: 'frontend', ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  const catalog = new plus34.Deployment(shop, 'catalog', {
    podMetadata: { labels: { app: 'catalog' } },
    ...(wrong ? {} : { serviceAccount: new plus34.ServiceAccount(shop, 'catalog-account', { metadata: { name: 'catalog' } }) }),
    containers: [{ image: 'registry.example.com/catalog:1', portNumber: 3550, readiness: plus34.Probe.fromCommand(['/ready']) }],
  });
  catalog.exposeViaService({ name: 'catalog', ports: [{ name: 'http-api', port: 80, targetPort: 3550 }] });

  const frontend = MeshService.fromWorkloads(shop, 'frontend', [web]);
  MeshService.fromWorkloads(shop, 'catalog-access', [catalog], { name: 'catalog' })
    .allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
});
