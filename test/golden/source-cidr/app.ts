import { Access, Condition, HttpMethod, HttpPath, MeshNamespace, ServicePort, SpiffeIdentity } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER });
  const [frontend, batch] = ['frontend', 'batch'].map((name) => shop.service(name));
  const sensitiveNodes = Condition.sourceCidr(['10.1.0.0/16', '10.2.0.0/17'], { except: ['10.1.7.0/24'] });
  const ledger = shop.service('ledger', { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(5432)] });
  ledger.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/entries'))] });
  ledger.allowFrom(frontend, { access: [Access.http({ methods: [HttpMethod.POST] })], when: [sensitiveNodes] });
  ledger.allowFrom(batch, { access: [Access.tcp(5432)], when: [sensitiveNodes, Condition.sourceCidr(['10.2.0.0/16'])] });
  ledger.allowFrom(new MeshNamespace(shop, 'audit', { mesh: shop.mesh, name: 'audit' }), { when: [Condition.sourceCidr([wrong ? '192.168.3.0/24' : '10.3.0.0/24'])] });
  ledger.allowFrom(SpiffeIdentity.of('spiffe://cluster.local/ns/ops/sa/export', { podLabels: { app: 'export' } }), {
    access: [Access.ports(80)],
    when: [Condition.sourceCidr(['10.3.1.0/24'])],
  });
});
