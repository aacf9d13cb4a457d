import { ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { revision: wrong ? 'stable release' : 'stable' });
  const frontend = shop.service('frontend');
  shop.service('catalog', { ports: [ServicePort.grpc(3550)] }).allowFrom(frontend);
});
