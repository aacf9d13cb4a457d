import { type ApiObject, JsonPatch } from 'cdk8s';
import { Access, HttpPath, RolloutStage, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** While authorization is only observed, so is the way in for an emergency: nobody is refused, and nobody who is declared is recorded. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30' }, { stage: RolloutStage.OBSERVE });
  const [frontend, toolbox, catalog] = ['frontend', 'toolbox', 'catalog'].map((name) => shop.service(name, { ports: [ServicePort.http(80, { targetPort: 8080 })] }));
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  catalog.breakGlass(toolbox, { reason: 'prices are wrong in production', owner: 'team catalog', expires: '2026-12-02' });
  if (wrong) {
    const opened = catalog.node.findAll().find((c) => c.node.path.includes('/BreakGlass-') && c.node.id === 'Callers') as ApiObject;
    opened.addJsonPatch(JsonPatch.remove('/metadata/annotations/istio.io~1dry-run'));
  }
});
