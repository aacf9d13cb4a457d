import { Access, AccessRole, Condition, HeaderMatch, HttpMethod, HttpPath, IngressGateway, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { asOf: '2026-11-30' });
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  const ledger = shop.service('ledger', { ports: [ServicePort.tcp(5432)] });
  const [frontend, support, debug, batch, export_] = ['frontend', 'support', 'debug', 'batch', 'export'].map((name) => shop.service(name));

  const readers = new AccessRole(shop, 'readers', { description: 'whoever shows items to people', owner: 'shop team' });
  const onCall = new AccessRole(shop, 'on-call', { owner: 'platform team' });
  const auditors = new AccessRole(shop, 'auditors');
  readers.addMembers(frontend, onCall, IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { istio: 'edge' } }));
  onCall.addMembers(support).addMember(debug, { reason: 'incident 4711', expires: '2027-01-31' });
  onCall.addMember(export_, { reason: 'migration', expires: '2026-11-29' });
  if (wrong) onCall.addMembers(readers);

  catalog.allowFrom(readers, { access: [Access.httpSafeMethods(HttpPath.under('/items'))], reason: 'browsing' });
  catalog.allowFrom(onCall, {
    access: [Access.http({ paths: [HttpPath.under('/debug')] })],
    when: [Condition.header(HeaderMatch.present('x-ticket'))],
    expires: '2027-06-30',
  });
  // The same by name: nothing is written twice.
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items')), Access.http({ methods: [HttpMethod.POST] })] });
  ledger.allowFrom(auditors, { access: [Access.tcp(5432)], reason: 'yearly audit' });
  ledger.allowFrom(batch);
});
