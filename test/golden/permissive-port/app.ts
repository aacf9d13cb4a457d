import { ApiObject } from 'cdk8s';
import { Access, PortMtls, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  if (wrong) {
    // A leftover of a migration, older than what we emit: Istio lets the oldest decide.
    new ApiObject(shop, 'leftover', {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'leftover' },
      spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'orders' } }, mtls: { mode: 'DISABLE' } },
    });
  }
  const frontend = shop.service('frontend');
  const orders = shop.service('orders', {
    ports: [
      ServicePort.http(80, { targetPort: 8080 }),
      ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'batch hosts join the mesh next quarter' }) }),
    ],
  });
  orders.allowFrom(frontend, { access: [Access.ports(80, 9000)] });
});
