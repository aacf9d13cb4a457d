import { ApiObject, Chart } from 'cdk8s';
import { Access, ApiServer, PortMtls, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** An operator converts its resources and serves an API of its own: nobody reads either where the API server cannot ask it. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: { ...CLUSTER, apiServerCidrs: ['10.128.0.2/32'] } });
  const mtls = PortMtls.permissive({ reason: 'the API server has no mesh identity' });
  const operator = shop.service('operator', {
    ports: [ServicePort.https(443, { targetPort: 8443, mtls }), ServicePort.https(6443, { targetPort: 9443, mtls })],
  });
  operator.allowFrom(ApiServer.onControlPlane(), { access: [Access.ports(wrong ? 6443 : 443)], reason: 'converts orders' });
  if (!wrong) operator.allowFrom(ApiServer.onControlPlane(), { access: [Access.ports(6443)], reason: 'serves the queue of orders' });
  const cluster = new Chart(app, 'cluster');
  const version = (name: string, storage: boolean): object => ({ name, served: true, storage, schema: { openAPIV3Schema: { type: 'object' } } });
  new ApiObject(cluster, 'orders', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'orders.shop.example' },
    spec: {
      group: 'shop.example',
      names: { kind: 'Order', listKind: 'OrderList', plural: 'orders', singular: 'order' },
      scope: 'Namespaced',
      versions: [version('v1', true), version('v1beta1', false)],
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { service: { namespace: 'shop', name: 'operator', path: '/convert' } }, conversionReviewVersions: ['v1'] },
      },
    },
  });
  new ApiObject(cluster, 'queue', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.queue.shop.example' },
    spec: {
      group: 'queue.shop.example', version: 'v1', groupPriorityMinimum: 1000, versionPriority: 15,
      // The twin names a port that the Kubernetes Service does not have.
      service: { namespace: 'shop', name: 'operator', port: wrong ? 8443 : 6443 },
      caBundle: 'Q0E=',
    },
  });
});
