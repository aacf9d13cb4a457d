import { ApiObject } from 'cdk8s';
import { Access, HttpPath, RolloutStage, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** What is only observed is logged by a provider of its own, beside the audit log that the mesh has. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { accessLogProviders: ['audit-log'] }, { stage: RolloutStage.OBSERVE, accessLogProviders: ['rollout-log'] });
  const [frontend, catalog] = ['frontend', 'catalog'].map((name) => shop.service(name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  if (wrong) {
    new ApiObject(shop, 'quiet', {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'quiet' },
      spec: { selector: { matchLabels: catalog.podLabels }, accessLogging: [{ disabled: true }] },
    });
  }
});
