import { ApiObject, Chart } from 'cdk8s';
import { ApiServer, PortMtls, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** With `failurePolicy: Fail` nobody writes an order where the API server cannot reach the webhook: that is seen before it is applied. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: { ...CLUSTER, apiServerCidrs: ['10.128.0.2/32'] } });
  const webhook = shop.service('webhook', {
    ports: [ServicePort.https(443, { targetPort: 8443, mtls: PortMtls.permissive({ reason: 'the API server has no mesh identity' }) })],
  });
  if (!wrong) webhook.allowFrom(ApiServer.onControlPlane(), { reason: 'validates orders at admission' });
  new ApiObject(new Chart(app, 'cluster'), 'orders', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'orders' },
    webhooks: [{
      name: 'orders.shop.example',
      clientConfig: { service: { namespace: 'shop', name: 'webhook', path: '/validate' } },
      rules: [{ operations: ['CREATE', 'UPDATE'], apiGroups: ['shop.example'], apiVersions: ['v1'], resources: ['orders'] }],
      // The webhook's own namespace stays out: its pods must start while it is down.
      namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['shop', 'kube-system'] }] },
      failurePolicy: 'Fail',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    }],
  });
});
