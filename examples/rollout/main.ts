import { App, Chart } from 'cdk8s';
import { Access, HttpPath, Mesh, MeshNamespace, MeshService, RolloutStage, ServicePort } from 'cdk8s-mesh-access';

/** The same program all the way: what changes from one release to the next is the stage. */
function shopAt(stage: RolloutStage): { app: App; mesh: Mesh } {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh, stage });
  const frontend = new MeshService(shop, 'frontend', { deployedElsewhere: true });
  const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/products'))] });
  return { app, mesh };
}

for (const stage of Object.values(RolloutStage)) {
  const [statement] = shopAt(stage).mesh.report().toText().split('\nAssumptions');
  console.log(`${stage}: ${statement}`);
}
shopAt(RolloutStage.OBSERVE).app.synth();
