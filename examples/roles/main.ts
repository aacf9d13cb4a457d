import { readFileSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import { Access, AccessRole, Condition, HeaderMatch, HttpPath, Mesh, MeshNamespace, MeshService, ServicePort } from 'cdk8s-mesh-access';

const app = new App();
const mesh = new Mesh(app, 'mesh', { asOf: '2026-11-30', cluster: { podCidrs: ['10.0.0.0/14'] } });
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new MeshNamespace(shop, 'namespace', { mesh });
const orders = new MeshService(shop, 'orders', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
const ledger = new MeshService(shop, 'ledger', { ports: [ServicePort.tcp(5432)], deployedElsewhere: true });
const [frontend, console_, debug, batch] = ['frontend', 'console', 'debug', 'batch'].map((name) => new MeshService(shop, name, { deployedElsewhere: true }));

const readers = new AccessRole(shop, 'readers', { description: 'whoever shows orders to people', owner: 'team shop' });
const support = new AccessRole(shop, 'support', { owner: 'team support' });
readers.addMembers(frontend, support);
support.addMembers(console_);
support.addMember(debug, { reason: 'incident 4711', expires: '2027-01-31' });

orders.allowFrom(readers, { access: [Access.httpSafeMethods(HttpPath.under('/orders'))], reason: 'browsing' });
orders.allowFrom(support, {
  access: [Access.http({ paths: [HttpPath.under('/refunds')] })],
  when: [Condition.header(HeaderMatch.present('x-ticket'))],
  expires: '2027-06-30',
});
ledger.allowFrom(batch, {
  access: [Access.tcp(5432)],
  when: [Condition.sourceCidr(['10.1.0.0/16'], { except: ['10.1.7.0/24'] })],
  reason: 'runs on the nodes for payments alone',
});

app.synth();
console.log(readFileSync('mesh-access.out/roles.txt', 'utf8'));
