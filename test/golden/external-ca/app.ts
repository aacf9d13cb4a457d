import { Chart, JsonPatch } from 'cdk8s';
import { Access, DataPlane, HttpPath, MeshNamespace, MeshService, ServicePort, Waypoint } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** Sidecars and a waypoint ask the CA, an ambient pod's ztunnel does it for the pod. In the twin a sidecar is kept from half of its addresses. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {
    cluster: CLUSTER,
    externalCa: { addresses: ['198.51.100.0/30', '203.0.113.40'], port: 8443, reason: 'issues the certificates of the mesh', owner: 'security team' },
  });
  const frontend = shop.service('frontend');

  const stock = new Chart(app, 'stock', { namespace: 'stock' });
  new MeshNamespace(stock, 'namespace', { mesh: shop.mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const counter = new MeshService(stock, 'counter', { deployedElsewhere: true });
  const catalog = new MeshService(stock, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  catalog.allowFrom(counter, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  catalog.allowFrom(frontend);
  // After DNS and istiod.
  if (wrong) frontend.egressPolicy?.addJsonPatch(JsonPatch.replace('/spec/egress/2/to/0/ipBlock/cidr', '198.51.100.0/31'));
});
