import { join } from 'node:path';
import { App, Chart, Helm } from 'cdk8s';
import { Access, IncludedObjects, Mesh, MeshNamespace, MeshService, ServicePort } from '../../src';
import { BUILD } from '../harness/paths';
import type { Context } from './context';

const CHART = join(__dirname, '../cases/chart');

/** cdk8s runs the real `helm` while the App is built; whatever a chart brings along takes part in the proof. */
export async function checkHelm({ ledger, findings, workspace }: Context): Promise<void> {
  await ledger.attempt('helm: a chart that opens nothing is proved', () => {
    shopWith({ open: false }, workspace.directory()).synth();
    return Promise.resolve([]);
  });
  await ledger.attempt('helm: a chart that opens our service is refuted', () => Promise.resolve(refuted(shopWith({ open: true }, workspace.directory()))));
  findings.add('Helm', 'a chart of cdk8s\' `Helm` beside our objects', '2 charts', '`ingress: [{}]` refuted, the harmless one proved');
  await checkAdopted({ ledger, findings, workspace });
}

/** The chart has the pods; `fromWorkloads` takes them as helm has written them. */
async function checkAdopted({ ledger, findings, workspace }: Pick<Context, 'ledger' | 'findings' | 'workspace'>): Promise<void> {
  const attempt = (name: string, open: boolean, then: (adopted: Adopted) => readonly string[]): Promise<void> => (
    ledger.attempt(`helm: ${name}`, () => Promise.resolve(then(adoptedWith({ open }, workspace.directory())))));
  const says = ({ app, mesh }: Adopted, ...parts: readonly string[]): readonly string[] => {
    app.synth();
    return lacking(mesh.report().toText(), 'shop/catalog:5432', ...parts);
  };
  await attempt('an adopted chart is proved', false, (adopted) => says(adopted, 'the manifests allow exactly what is declared'));
  await attempt('an adopted chart that opens its pods is refuted', true, ({ app }) => refuted(app));
  await attempt('an adopted chart whose policy is taken out is proved', true, (adopted) => {
    adopted.objects.remove('NetworkPolicy', 'from-chart', 'who may call is declared here');
    return says(adopted, 'the manifests allow exactly what is declared', 'who may call is declared here');
  });
  await attempt('an adopted chart whose policy stays is proved but for what it opens', true, (adopted) => {
    adopted.mesh.acknowledgeApiObject(adopted.objects.find('NetworkPolicy', 'from-chart'), { reason: 'the chart is another team\'s' });
    return says(adopted, 'only what acknowledged objects open', 'NetworkPolicy shop/from-chart: the chart is another team\'s', 'Opened by acknowledged objects');
  });
  findings.add('Helm', 'a chart of cdk8s\' `Helm` whose workload is adopted', '4 Apps', '`ingress: [{}]` refuted; proved without it, once it is taken out, and once it is acknowledged');
}

const lacking = (text: string, ...parts: readonly string[]): readonly string[] => parts.filter((part) => !text.includes(part)).map((part) => `\`${part}\` is missing in: ${text}`);

/** The refutation names the chart's object and the service that it opens. */
function refuted(app: App): readonly string[] {
  try {
    app.synth();
  } catch (error) {
    return lacking(String(error), 'NetworkPolicy shop/from-chart', 'shop/catalog');
  }
  return ['the App was written although the chart\'s `ingress: [{}]` opens shop/catalog'];
}

interface Adopted {
  readonly app: App;
  readonly mesh: Mesh;
  readonly objects: IncludedObjects;
}

function adoptedWith(values: { readonly open: boolean }, outdir: string): Adopted {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh');
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh });
  const objects = IncludedObjects.of(chartIn(shop, { ...values, workload: true, podLabels: { app: 'catalog' } }));
  const catalog = MeshService.fromWorkloads(shop, 'catalog', [objects.find('Deployment', 'third-party-catalog')], { name: 'catalog' });
  catalog.allowFrom(new MeshService(shop, 'frontend', { deployedElsewhere: true }), { access: [Access.tcp(5432)] });
  return { app, mesh, objects };
}

function chartIn(scope: Chart, values: Readonly<Record<string, unknown>>): Helm {
  return new Helm(scope, 'chart', { chart: CHART, helmExecutable: join(BUILD, 'helm'), releaseName: 'third-party', namespace: 'shop', values });
}

function shopWith(values: { readonly open: boolean }, outdir: string): App {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh');
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh });
  const frontend = new MeshService(shop, 'frontend', { deployedElsewhere: true });
  const catalog = new MeshService(shop, 'catalog', { deployedElsewhere: true, ports: [ServicePort.tcp(5432)] });
  catalog.allowFrom(frontend, { access: [Access.tcp(5432)] });
  chartIn(shop, { ...values, podLabels: catalog.podLabels });
  return app;
}
