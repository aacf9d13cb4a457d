import { ApiObject, Chart } from 'cdk8s';
import { DataPlane, Mesh, MeshContract, MeshNamespace, MeshService } from '../../../src';
import { CONTRACT } from '../contract-owner';
import { golden } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const mesh = new Mesh(app, 'mesh');
  const owner = MeshContract.fromFile(mesh, CONTRACT);
  const billing = new Chart(app, 'billing', { namespace: 'billing' });
  new MeshNamespace(billing, 'namespace', { mesh, dataPlane: DataPlane.AMBIENT });
  // Through the other's waypoint, and into a sidecar.
  new MeshService(billing, 'invoices', { deployedElsewhere: true }).calls(owner.service('search/index')).calls(owner.service('shop/catalog').onPorts(80));
  const sidecars = new Chart(app, 'reports', { namespace: 'reports' });
  new MeshNamespace(sidecars, 'namespace', { mesh });
  new MeshService(sidecars, 'monthly', { deployedElsewhere: true }).calls(owner.service('shop/catalog').onPorts(80), { reason: 'not granted yet' });
  if (wrong) {
    // The whole of the other service, of which one port is called.
    new ApiObject(sidecars, 'wide', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'wide' },
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'monthly' } },
        policyTypes: ['Egress'],
        egress: [{
          to: [{
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'catalog' } },
          }],
        }],
      },
    });
  }
});
