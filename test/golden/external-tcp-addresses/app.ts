import { ExternalHost } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER });
  const ledger = shop.service('ledger');
  ledger.calls(ExternalHost.tcp('db.bank.example', { ports: [5432], addresses: wrong ? ['203.0.113.300/32'] : ['203.0.113.10/32', '2001:db8::10/128'] }), {
    reason: 'ledger of record',
  });
});
