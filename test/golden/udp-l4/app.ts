import { Access, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const voice = shop.service('voice');
  const relay = shop.service('relay', { ports: [ServicePort.udp(3478), ServicePort.sctp(3868), ServicePort.tcp(3478, { name: 'tcp-turn' })] });
  relay.allowFrom(voice, { access: [Access.udp(wrong ? 3868 : 3478), Access.sctp(3868)] });
});
