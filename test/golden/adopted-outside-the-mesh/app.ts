import { ApiObject } from 'cdk8s';
import { Access, Cidr, DataPlane, ExternalHost, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Pods that opt out of injection stay outside the mesh: NetworkPolicy alone knows them, and what they call. The twin's do not opt out. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, ANY_PODS);
  const scanner = new ApiObject(shop, 'scanner', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'scanner' },
    spec: {
      selector: { matchLabels: { app: 'scanner' } },
      template: {
        metadata: { labels: { app: 'scanner', ...(wrong ? {} : { 'sidecar.istio.io/inject': 'false' }) } },
        spec: { serviceAccountName: 'scanner', containers: [{ name: 'scanner', image: 'scanner', ports: [{ name: 'icap', containerPort: 1344 }] }] },
      },
    },
  });
  new ApiObject(shop, 'scanner-service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'scanner' },
    spec: { selector: { app: 'scanner' }, ports: [{ name: 'tcp-icap', port: 1344, targetPort: 'icap' }] },
  });
  const access = MeshService.fromWorkloads(shop, 'scanner-access', [scanner], { name: 'scanner', dataPlane: DataPlane.NONE });
  access.allowFrom(Cidr.of('10.128.0.0/20'), { access: [Access.tcp(1344)], reason: 'agents on the nodes' });
  access.calls(ExternalHost.https('signatures.example', { addresses: ['203.0.113.20'] }), { reason: 'signatures of viruses' });
});
