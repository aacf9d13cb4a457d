import { Access, Cidr, Kubelet, PortMtls, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER });
  const plaintext = PortMtls.disable({ reason: 'read by machines outside the mesh' });
  const ledger = shop.service('ledger', {
    ports: [
      ServicePort.tcp(9000, wrong ? {} : { mtls: plaintext }),
      ServicePort.http(9001, { mtls: plaintext }),
    ],
  });
  ledger.allowFrom(Cidr.of('192.168.0.0/16', { except: ['192.168.7.0/24'] }), { access: [Access.tcp(9000)], reason: 'branch offices' });
  ledger.allowFrom(Kubelet.onNodes(), { access: [Access.ports(9001)], reason: 'node agent' });
});
