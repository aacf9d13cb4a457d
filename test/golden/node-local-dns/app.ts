import { ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {
    cluster: {
      domain: 'k8s.example.internal',
      dns: { namespace: 'dns', podLabels: { app: 'coredns' }, port: 5353 },
      nodeLocalDns: wrong ? '169.254.20' : '169.254.20.10',
    },
  });
  shop.service('catalog', { ports: [ServicePort.grpc(3550)] }).allowFrom(shop.service('frontend'));
});
