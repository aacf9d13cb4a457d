import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { Access, DataPlane, HttpPath, Mesh, MeshNamespace, MeshService, ServicePort, SpiffeIdentity, Waypoint } from '../../src';
import { synthesize } from './synthesize';

/** What the cases about other Apps import. */
export const CONTRACT = path.join(__dirname, 'owner.contract.json');

/** Of the App that owns `shop`, with sidecars, and `search`, which is ambient. */
export function contract(): string {
  const { beside } = synthesize((props) => {
    const app = new App(props);
    const mesh = new Mesh(app, 'mesh');
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new MeshNamespace(shop, 'namespace', { mesh });
    const web = new MeshService(shop, 'web', { deployedElsewhere: true });
    const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(9000)], deployedElsewhere: true });
    catalog.allowFrom(web, { access: [Access.http({ paths: [HttpPath.under('/items')] })] });
    const search = new Chart(app, 'search', { namespace: 'search' });
    new MeshNamespace(search, 'namespace', { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
    const index = new MeshService(search, 'index', { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(7000)], deployedElsewhere: true });
    // Allowed before the App that calls has a contract to import.
    const invoices = SpiffeIdentity.of('spiffe://cluster.local/ns/billing/sa/invoices', { podLabels: { 'app.kubernetes.io/name': 'invoices' }, dataPlane: DataPlane.AMBIENT });
    index.allowFrom(invoices, { access: [Access.httpSafeMethods(HttpPath.under('/customers'))], reason: 'addresses on invoices' });
    return app;
  });
  // Every release has a number of its own, and the rest stays.
  return beside['mesh-access.out/contract.json'].replace(/(?<="producer": \{"name":"[^"]*","version":")[^"]*/, '0.0.0');
}
