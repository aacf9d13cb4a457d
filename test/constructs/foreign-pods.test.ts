import { App, Chart } from 'cdk8s';
import { Access, DataPlane, ForeignPods, Mesh, MeshNamespace, MeshService, Prometheus, Scrape, ServicePort } from '../../src';

function namespace(dataPlane = DataPlane.SIDECAR): MeshNamespace {
  const app = new App();
  return new MeshNamespace(new Chart(app, 'shop', { namespace: 'shop' }), 'namespace', { mesh: new Mesh(app, 'mesh'), dataPlane });
}

/** What users of other languages, or of JavaScript, can pass. */
const wrong = <T>(value: unknown): T => value as T;

const REFUSED: [string, () => unknown, string][] = [
  ['no reason', () => namespace().addForeignPods('solver', ForeignPods.certManagerSolver(), { reason: '' }), '[missing-reason]'],
  ['a preset by name', () => namespace().addForeignPods('solver', wrong('cert-manager'), { reason: 'x' }),
    '[wrong-type] pods must be of type `ForeignPods`, got `cert-manager`; write `ForeignPods.certManagerSolver()` or `ForeignPods.of({ … })`'],
  ['no labels', () => ForeignPods.of({ madeBy: 'somebody', podLabels: {} }), '[empty-selector]'],
  ['sidecars of pods that dial each other', () => ForeignPods.cloudNativePg('db', { dataPlane: DataPlane.SIDECAR }),
    '[unsupported-data-plane] instances of CloudNativePG dial each other by address, which their Sidecar would refuse; leave `dataPlane` out, or give `DataPlane.AMBIENT`'],
  ['no listeners', () => ForeignPods.strimziKafka('events', { operatorNamespace: 'strimzi', listeners: [] }), '[empty-list]'],
  ['no namespace of the operator', () => ForeignPods.strimziKafka('events', wrong({ listeners: [9092] })), '[invalid-name] operatorNamespace must be a string'],
  ['a hook without a name', () => ForeignPods.helmHook('Migrate Orders'), '[invalid-name] job'],
  ['a scrape in plaintext without a reason', () => Scrape.merged(wrong({})), '[missing-reason]'],
  ['a scrape by somebody else', () => namespace().addForeignPods('db', ForeignPods.cloudNativePg('db'), { reason: 'x' })
    .allowScrapes(wrong(namespace()), Scrape.ofPort(9187)), '[wrong-type] prometheus must be of type `Prometheus`'],
];

test.each(REFUSED)('%s is refused at the call', (_, call, message) => {
  expect(call).toThrow(message);
});

test.each([
  [DataPlane.SIDECAR, { 'acme.cert-manager.io/http01-solver': 'true', 'sidecar.istio.io/inject': 'false' }],
  [DataPlane.AMBIENT, { 'acme.cert-manager.io/http01-solver': 'true' }],
])('solvers in a namespace with %s take part in it as cert-manager makes them', (dataPlane, labels) => {
  const solver = namespace(dataPlane).addForeignPods('solver', ForeignPods.certManagerSolver(), { reason: 'certificates' });
  expect(solver.podLabels).toMatchObject(labels);
  expect(solver.authorizationPolicy !== undefined).toBe(dataPlane === DataPlane.AMBIENT);
  expect(solver.serviceAccount).toBeUndefined();
  expect(solver.kubernetesService).toBeUndefined();
  expect(solver.ingressPolicy).toBeDefined();
});

test('a port that is scraped past the proxy and one that is granted are apart', () => {
  const shop = namespace();
  const service = shop.addForeignPods('search', ForeignPods.of({
    madeBy: 'the search operator', podLabels: { app: 'search' }, ports: [ServicePort.http(9200)], serviceAccountName: 'search',
  }), { reason: 'full text' });
  const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } });
  service.allowFrom(prometheus, { access: [Access.ports(9200)] });
  service.allowScrapes(prometheus, Scrape.merged({ reason: 'no certificate' }));
  const [policy] = [service.authorizationPolicy!.toJson() as { spec: { rules: unknown[] } }];
  expect(policy.spec.rules).toEqual([{
    from: [{ source: { principals: ['cluster.local/ns/monitoring/sa/prometheus'] } }],
    to: [{ operation: { ports: ['9200'] } }],
  }]);
});

test('what no sidecar merges is one error, which names nothing that was not declared', () => {
  const app = new App();
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace', { mesh: new Mesh(app, 'mesh'), dataPlane: DataPlane.AMBIENT });
  const search = new MeshService(shop, 'search', { ports: [ServicePort.http(9200)], deployedElsewhere: true });
  const collector = Prometheus.fromIdentity('metrics', 'collector', { podLabels: { app: 'collector' }, dataPlane: DataPlane.NONE });
  search.allowScrapes(collector, Scrape.merged({ reason: 'no certificate' }));
  expect(() => app.synthYaml()).toThrow(/^Validation failed[^\n]*\n {2}\[mesh\] shop\/search: \[scrape-without-sidecar\][^\n]*$/);
});
