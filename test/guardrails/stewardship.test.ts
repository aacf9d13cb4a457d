import { DataClass, Mesh, MeshNamespace, MeshService } from '../../src';
import { Shop } from '../constructs/mesh';

const wrong = (value: unknown): never => value as never;

test('a service has the owner and the data of its namespace, its own before them', () => {
  const shop = new Shop();
  const props = { name: 'pay', owner: 'team pay', dataClasses: [DataClass.PCI, DataClass.PERSONAL] };
  const namespace = MeshNamespace.fromName(shop.chart, 'pay', { mesh: shop.mesh, ...props });
  const early = new MeshService(shop.chart, 'early', { namespace, deployedElsewhere: true });
  new MeshService(shop.chart, 'own', { owner: 'team own', dataClasses: [DataClass.of('trade-secret')], deployedElsewhere: true });
  expect(early.id).toBe('pay/early');
  const { services, namespaces } = Mesh.of(shop.app)._registry.index().model;
  expect(services.map(({ id, owner, dataClasses }) => [id, owner, dataClasses])).toEqual([
    ['pay/early', 'team pay', ['PCI', 'PERSONAL']],
    ['shop/own', 'team own', ['trade-secret']],
  ]);
  expect(namespaces.map(({ id, owner, dataClasses }) => [id, owner, dataClasses])).toEqual([
    ['pay', 'team pay', ['PCI', 'PERSONAL']],
    ['shop', undefined, undefined],
  ]);
  expect(shop.mesh.report().toText()).toContain([
    '', 'Owners and data', '  pay/early  team pay  PCI, PERSONAL', '  shop/own   team own  trade-secret', '',
  ].join('\n'));
});

test('a service may hold more than its namespace, never less, and have another owner', () => {
  const shop = new Shop();
  const namespace = new MeshNamespace(shop.chart, 'pay', { mesh: shop.mesh, name: 'pay', owner: 'team pay', dataClasses: [DataClass.PCI] });
  new MeshService(shop.chart, 'ledger', { namespace, owner: 'team ledger', dataClasses: [DataClass.FINANCIAL], deployedElsewhere: true });
  const [ledger] = shop.mesh._registry.index().model.services;
  expect([ledger.owner, ledger.dataClasses]).toEqual(['team ledger', ['FINANCIAL', 'PCI']]);
});

test.each([
  ['a class without a name', () => DataClass.of(''), '[invalid-data-class] data class is empty; give a value or leave it out'],
  ['a class that is no name', () => DataClass.of('trade secret'), '[invalid-data-class] data class `trade secret` is not a name; use letters, digits and `-`, like `trade-secret`'],
  ['a class that is there in another spelling', () => DataClass.of('pci'), '[invalid-data-class] data class `pci` is there already; write `DataClass.PCI`'],
  ['a class by its name', () => new Shop().service('db', { dataClasses: [wrong('PCI')] }), '[wrong-type] dataClasses[0] must be of type `DataClass`, got `PCI`; write `DataClass.PCI` or `DataClass.of(…)`'],
  ['no class at all', () => new Shop().service('db', { dataClasses: [] }), '[empty-list] dataClasses is an empty list; leave it out, or name at least one value'],
  ['an owner of white space, who would answer for nothing', () => new Shop().service('db', { owner: ' \n' }), '[wrong-type] owner is empty; give a value or leave it out'],
  ['an empty owner', () => new Shop().service('db', { owner: '' }), '[wrong-type] owner is empty; give a value or leave it out'],
  ['an empty environment', () => {
    const shop = new Shop();
    return new MeshNamespace(shop.chart, 'web', { mesh: shop.mesh, name: 'web', environment: '' });
  }, '[wrong-type] environment is empty; give a value or leave it out'],
])('%s throws at the call', (_, call, message) => {
  expect(call).toThrow(message);
});
