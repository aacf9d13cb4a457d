import { ApiObject } from 'cdk8s';
import { Access, MeshNamespace, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const reporting = MeshNamespace.fromName(shop, 'reporting', { mesh: shop.mesh, name: 'reporting' });
  const orders = shop.service('orders', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  orders.allowFrom(reporting, { access: [Access.httpSafeMethods()] });
  if (wrong) {
    // Two list items are alternatives: every pod of reporting, or every batch pod of shop.
    new ApiObject(shop, 'legacy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'legacy' },
      spec: {
        podSelector: { matchLabels: orders.podLabels },
        policyTypes: ['Ingress'],
        ingress: [{
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'reporting' } } }, { podSelector: { matchLabels: { role: 'batch' } } }],
          ports: [{ port: 8080 }],
        }],
      },
    });
  }
});
