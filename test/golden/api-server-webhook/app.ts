import { Access, ApiServer, PortMtls, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: { ...CLUSTER, ...(wrong ? {} : { apiServerCidrs: ['10.128.0.2/32', '10.128.0.3/32'] }) } });
  const webhook = shop.service('webhook', {
    ports: [ServicePort.https(443, { targetPort: 8443, mtls: PortMtls.permissive({ reason: 'the API server has no mesh identity' }) })],
  });
  webhook.allowFrom(ApiServer.onControlPlane(), { access: [Access.ports(443)], reason: 'validates orders at admission' });
});
