import { ExternalHost } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER });
  const ledger = shop.service('ledger');
  ledger.calls(ExternalHost.tcp('db.bank.example', { ports: [5432], addresses: wrong ? ['203.0.113.300/32'] : ['203.0.113.10/32'] }), {
    reason: 'ledger of record',
  });
  // A Sidecar knows a ServiceEntry by one address: the replica has a name of its own.
  ledger.calls(ExternalHost.tcp('replica.db.bank.example', { ports: [5432], addresses: ['203.0.113.11/32'] }));
});
