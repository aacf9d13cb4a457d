import { Access, Condition, DataPlane, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER }, { dataPlane: DataPlane.AMBIENT });
  const ledger = shop.service('ledger', { ports: [ServicePort.tcp(5432), ServicePort.udp(5353)] });
  const when = [Condition.sourceCidr(['10.1.0.0/16'], { except: ['10.1.7.0/24'] })];
  ledger.allowFrom(shop.service('batch'), { access: [wrong ? Access.udp(5353) : Access.tcp(5432)], when });
  ledger.allowFrom(shop.service('frontend'), { access: [Access.tcp(5432)] });
});
