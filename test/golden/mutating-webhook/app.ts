import { ApiObject, Chart } from 'cdk8s';
import { Access, ApiServer, PortMtls, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** With `failurePolicy: Ignore` nobody notices that the API server cannot reach the webhook, and what it says applies to nothing. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: { ...CLUSTER, apiServerCidrs: ['10.128.0.2/32'] } });
  const mtls = PortMtls.disable({ reason: 'the API server has no mesh identity, and the webhook ends TLS itself' });
  const defaults = shop.service('defaults', { ports: [ServicePort.https(443, { targetPort: 8443, mtls }), ServicePort.http(80, { targetPort: 8080 })] });
  defaults.allowFrom(ApiServer.onControlPlane(), { access: [Access.ports(443)], reason: 'fills in orders at admission' });
  new ApiObject(new Chart(app, 'cluster'), 'defaults', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'defaults' },
    webhooks: [{
      name: 'defaults.shop.example',
      // The twin's port is one that only identities of the mesh may call.
      clientConfig: { service: { namespace: 'shop', name: 'defaults', path: '/default', port: wrong ? 80 : 443 } },
      rules: [{ operations: ['CREATE'], apiGroups: ['shop.example'], apiVersions: ['v1'], resources: ['orders'] }],
      failurePolicy: 'Ignore',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    }],
  });
});
