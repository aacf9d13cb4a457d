import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { Access, ExternalHost, HttpMethod, HttpPath, Mesh, MeshContract, MeshNamespace, MeshService, ServicePort } from 'cdk8s-mesh-access';

/** The repository of two teams: payments, with a namespace of its own, and reviews, a tenant of `shop`, which team storefront owns. */
export function build(outdir: string): App {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh', { environment: 'prod' });
  const storefront = MeshContract.fromFile(mesh, path.join(__dirname, 'contracts/storefront.json'));
  const frontend = storefront.service('shop/frontend');

  const pay = new Chart(app, 'payments', { namespace: 'payments' });
  new MeshNamespace(pay, 'namespace', { mesh, owner: 'team-payments' });
  const payments = new MeshService(pay, 'payments', { ports: [ServicePort.grpc(50051)], deployedElsewhere: true });
  payments.allowFrom(frontend, { access: [Access.grpc('shop.Payments', ['Charge'])], reason: 'checkout' });
  payments.calls(ExternalHost.https('api.payments.example', { addresses: ['192.0.2.10'] }), { reason: 'payment provider' });

  const shop = new Chart(app, 'reviews', { namespace: 'shop' });
  // Writes nothing: what the owner's contract says of the namespace, the proof takes for given.
  MeshNamespace.fromName(shop, 'namespace', { mesh, name: 'shop', contract: storefront });
  const reviews = new MeshService(shop, 'reviews', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  reviews.allowFrom(frontend, { access: [Access.http({ methods: [HttpMethod.GET, HttpMethod.POST], paths: [HttpPath.under('/reviews')] })] });
  reviews.calls(storefront.service('shop/catalog'));
  return app;
}
