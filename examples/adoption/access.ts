import { App, Chart } from 'cdk8s';
import { Access, HttpPath, IncludedObjects, IngressGateway, Mesh, MeshNamespace, MeshService } from 'cdk8s-mesh-access';
import { application } from './application';

/** One step of the way: what differs is the application's own account, and the day. */
export interface Step {
  readonly name: string;
  readonly account?: string;
  readonly asOf: string;
}

export const steps: readonly Step[] = [
  // Pods run under `default`. What admits the frontend admits both, so that nothing breaks when they move.
  { name: '1-adopted', asOf: '2026-12-01' },
  // The Deployment has its account; pods of the release before are still there.
  { name: '2-moved', account: 'frontend', asOf: '2026-12-15' },
  // The day is past: `default` is nobody any more.
  { name: '3-done', account: 'frontend', asOf: '2027-02-01' },
];

export interface Built {
  readonly app: App;
  readonly mesh: Mesh;
}

export function build({ account, asOf }: Step, outdir: string): Built {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh', { asOf });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh });
  const existing = application(shop, account);

  // Its policy opens a port to everybody: the proof would name it, and nothing would be written.
  const chart = IncludedObjects.of(existing.chart);
  chart.remove('AuthorizationPolicy', 'shop-catalog', 'who may call is declared in access.ts');

  const frontend = MeshService.fromWorkloads(shop, 'frontend-access', [existing.frontend], { name: 'frontend', serviceAccountName: 'frontend' });
  frontend.migrateIdentity({ fromServiceAccount: 'default', expires: '2027-01-31', reason: 'an account of its own', owner: 'web team' });
  frontend.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { app: 'edge' } }), { access: [Access.ports(80)] });

  const catalog = MeshService.fromWorkloads(shop, 'catalog-access', [chart.find('Deployment', 'shop-catalog')], { name: 'catalog' });
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items')), Access.grpc('shop.Catalog', ['GetItem'])] });
  return { app, mesh };
}
