import { join } from 'node:path';
import { App, Chart, Helm } from 'cdk8s';
import { Access, Mesh, MeshNamespace, MeshService, ServicePort } from '../../src';
import { BUILD } from '../harness/paths';
import type { Context } from './context';

const CHART = join(__dirname, '../cases/chart');

/** cdk8s runs the real `helm` while the App is built; whatever a chart brings along takes part in the proof. */
export async function checkHelm({ ledger, findings, workspace }: Context): Promise<void> {
  await ledger.attempt('helm: a chart that opens nothing is proved', () => {
    shopWith({ open: false }, workspace.directory()).synth();
    return Promise.resolve([]);
  });
  await ledger.attempt('helm: a chart that opens our service is refuted', () => {
    const app = shopWith({ open: true }, workspace.directory());
    try {
      app.synth();
    } catch (error) {
      const text = String(error);
      // The refutation names the chart's object and the service that it opens.
      return Promise.resolve(['NetworkPolicy shop/from-chart', 'shop/catalog'].filter((part) => !text.includes(part)).map((part) => `\`${part}\` is missing in: ${text}`));
    }
    return Promise.resolve(['the App was written although the chart\'s `ingress: [{}]` opens shop/catalog']);
  });
  findings.add('Helm', 'a chart of cdk8s\' `Helm` beside our objects', '2 charts', '`ingress: [{}]` refuted, the harmless one proved');
}

function shopWith(values: { readonly open: boolean }, outdir: string): App {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh');
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh });
  const frontend = new MeshService(shop, 'frontend', { deployedElsewhere: true });
  const catalog = new MeshService(shop, 'catalog', { deployedElsewhere: true, ports: [ServicePort.tcp(5432)] });
  catalog.allowFrom(frontend, { access: [Access.tcp(5432)] });
  new Helm(shop, 'chart', { chart: CHART, helmExecutable: join(BUILD, 'helm'), releaseName: 'third-party', namespace: 'shop', values: { ...values, podLabels: catalog.podLabels } });
  return app;
}
