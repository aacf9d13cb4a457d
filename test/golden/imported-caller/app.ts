import { ApiObject, Chart } from 'cdk8s';
import { Access, DataPlane, HttpPath, Mesh, MeshContract, MeshNamespace, MeshService, ServicePort, Waypoint } from '../../../src';
import { CONTRACT } from '../contract-owner';
import { golden } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const mesh = new Mesh(app, 'mesh');
  const owner = MeshContract.fromFile(mesh, CONTRACT);
  const pricing = new Chart(app, 'pricing', { namespace: 'pricing' });
  new MeshNamespace(pricing, 'namespace', { mesh });
  const prices = new MeshService(pricing, 'prices', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  prices.allowFrom(owner.service('shop/web'), { access: [Access.http({ paths: [HttpPath.under('/prices')] })] });
  prices.allowFrom(owner.service('search/index'), { access: [Access.http({ paths: [HttpPath.exact('/all')] })] });
  const stock = new Chart(app, 'stock', { namespace: 'stock' });
  new MeshNamespace(stock, 'namespace', { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const levels = new MeshService(stock, 'levels', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
  levels.allowFrom(owner.service('search/index'), { access: [Access.httpSafeMethods(HttpPath.under('/levels'))] });
  if (wrong) {
    // Of the other App too much is let in: its pods are told apart by identity, not by namespace.
    new ApiObject(pricing, 'shop', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'shop' },
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'prices' } },
        action: 'ALLOW',
        rules: [{ from: [{ source: { namespaces: ['shop'] } }], to: [{ operation: { ports: ['8080'], paths: ['/prices'] } }] }],
      },
    });
  }
});
