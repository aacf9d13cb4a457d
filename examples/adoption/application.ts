import * as path from 'node:path';
import { Include } from 'cdk8s';
import type { Construct } from 'constructs';
import * as plus from 'cdk8s-plus-28';

/** The application as it was before anybody thought of access: nothing here knows of the mesh. */
export interface Application {
  /** Made with cdk8s-plus; its pods run under `default` until it is given an account. */
  readonly frontend: plus.Deployment;
  /** What `helm template` made of somebody else's chart. */
  readonly chart: Include;
}

export function application(scope: Construct, account?: string): Application {
  const frontend = new plus.Deployment(scope, 'frontend', {
    metadata: { name: 'frontend' },
    podMetadata: { labels: { app: 'frontend' } },
    ...(account === undefined ? {} : { serviceAccount: new plus.ServiceAccount(scope, 'frontend-account', { metadata: { name: account } }) }),
    containers: [{ image: 'registry.example.com/frontend:7', portNumber: 8080, liveness: plus.Probe.fromHttpGet('/healthz') }],
  });
  frontend.exposeViaService({ name: 'frontend', ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  return { frontend, chart: new Include(scope, 'catalog-chart', { url: path.join(__dirname, 'chart.yaml') }) };
}
