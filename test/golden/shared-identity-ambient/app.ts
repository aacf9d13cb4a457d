import { Chart } from 'cdk8s';
import { Access, DataPlane, EgressWaypoint, ExternalHost, HttpPath, ServicePort, Waypoint } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

const said = { reason: 'one chart, one account' };

/** Behind a waypoint, and at the egress waypoint, nothing but the identity tells callers: both get what either was granted. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER }, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh: shop.mesh });
  const http = [ServicePort.http(80, { targetPort: 8080 })];
  const account = { serviceAccountName: 'backend', ports: http };
  const orders = shop.service('orders', { ...account, sharedIdentity: { sharedWith: ['reports'], ...said } });
  const reports = shop.service('reports', { ...account, ...(wrong ? {} : { sharedIdentity: { sharedWith: ['orders'], ...said } }) });
  const stock = shop.service('stock', { ports: [...http, ServicePort.tcp(6379)] });
  stock.allowFrom(orders, { access: [Access.http({ paths: [HttpPath.under('/reserve')] }), Access.tcp(6379)] });
  reports.allowFrom(orders, { access: [Access.httpSafeMethods()] });
  orders.allowFrom(stock, { access: [Access.httpSafeMethods(HttpPath.under('/status'))] });
  reports.calls(ExternalHost.https('api.mail.example'), { reason: 'receipts' });
});
