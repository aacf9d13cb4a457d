import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { Access, HttpPath, Mesh, MeshContract, MeshNamespace, MeshService, ServicePort } from 'cdk8s-mesh-access';

/** The repository of team storefront, which owns the namespace `shop`. */
export function build(outdir: string): App {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh', { environment: 'prod' });
  // What the repository of the other two teams says of itself: fetched from where its pipeline publishes it, and committed.
  const money = MeshContract.fromFile(mesh, path.join(__dirname, 'contracts/money.json'));

  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh, owner: 'team-storefront' });
  const frontend = new MeshService(shop, 'frontend', { deployedElsewhere: true });
  const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });

  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/products'))] });
  catalog.allowFrom(money.service('shop/reviews'), { access: [Access.httpSafeMethods(HttpPath.template('/products/{*}'))], reason: 'titles beside reviews' });
  frontend.calls(money.service('shop/reviews'));
  frontend.calls(money.service('payments/payments'), { reason: 'checkout' });
  return app;
}
