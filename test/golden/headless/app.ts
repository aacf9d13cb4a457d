import { Access, MeshService, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const orders = shop.service('orders');
  const database = new MeshService(shop, 'database', {
    name: wrong ? 'Database' : 'database',
    headless: true,
    ports: [ServicePort.tcp(5432)],
    deployedElsewhere: true,
  });
  database.allowFrom(orders);
  database.allowFrom(database, { access: [Access.tcp(5432)], reason: 'replication' });
});
