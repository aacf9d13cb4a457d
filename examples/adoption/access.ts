import { App, Chart } from 'cdk8s';
import { Access, HttpMethod, HttpPath, IncludedObjects, IngressGateway, Mesh, MeshNamespace, MeshService, RolloutStage } from 'cdk8s-mesh-access';
import { application } from './application';

/** One release of the way: what differs is the stage, the application's own account, and the day. */
export interface Step {
  readonly name: string;
  readonly stage: RolloutStage;
  readonly account?: string;
  readonly asOf: string;
}

const account = 'frontend';

export const steps: readonly Step[] = [
  // Nothing is denied: what would be is logged and counted. Pods run under `default`; what admits the frontend admits both accounts.
  { name: '1-observed', stage: RolloutStage.OBSERVE, asOf: '2026-12-01' },
  // Plaintext is over, whoever calls.
  { name: '2-mutual-tls', stage: RolloutStage.MUTUAL_TLS, asOf: '2026-12-08' },
  // Only who is declared may call, and the chart's own policy goes.
  { name: '3-authorized', stage: RolloutStage.AUTHORIZATION, asOf: '2026-12-15' },
  // The Deployment has its account; pods of the release before are still there.
  { name: '4-moved', stage: RolloutStage.AUTHORIZATION, account, asOf: '2027-01-05' },
  { name: '5-isolated', stage: RolloutStage.NETWORK_POLICY, account, asOf: '2027-01-12' },
  { name: '6-scoped', stage: RolloutStage.EGRESS_SCOPE, account, asOf: '2027-01-19' },
  // The migration's day is past: `default` is nobody any more.
  { name: '7-done', stage: RolloutStage.DONE, account, asOf: '2027-02-01' },
];

const isEnforced = (stage: RolloutStage): boolean => stage !== RolloutStage.OBSERVE && stage !== RolloutStage.MUTUAL_TLS;

export interface Built {
  readonly app: App;
  readonly mesh: Mesh;
}

export function build({ stage, account, asOf }: Step, outdir: string): Built {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh', { asOf });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh, stage, observation: { allowAll: false } });
  const existing = application(shop, account);

  // Its policy opens a port to everybody and closes the other. Until ours are enforced it stays, and `allowAll: false` leaves closed what it closes;
  // from then on the proof would name it, and nothing would be written.
  const chart = IncludedObjects.of(existing.chart);
  if (isEnforced(stage)) chart.remove('AuthorizationPolicy', 'shop-catalog', 'who may call is declared in access.ts');

  const frontend = MeshService.fromWorkloads(shop, 'frontend-access', [existing.frontend], { name: 'frontend', serviceAccountName: 'frontend' });
  frontend.migrateIdentity({ fromServiceAccount: 'default', expires: '2027-01-31', reason: 'an account of its own', owner: 'web team' });
  frontend.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { app: 'edge' } }), { access: [Access.ports(80)] });

  const catalog = MeshService.fromWorkloads(shop, 'catalog-access', [chart.find('Deployment', 'shop-catalog')], { name: 'catalog' });
  catalog.allowFrom(frontend, { access: [Access.http({ ports: [80], methods: [HttpMethod.GET, HttpMethod.HEAD], paths: [HttpPath.under('/items')] })] });
  if (isEnforced(stage)) catalog.allowFrom(frontend, { access: [Access.grpc('shop.Catalog', ['GetItem'], { ports: [3550] })] });
  return { app, mesh };
}
