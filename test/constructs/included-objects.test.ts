import { ApiObject, Include } from 'cdk8s';
import * as path from 'node:path';
import { IncludedObjects, MeshService } from '../../src';
import { names, problems, Shop } from './mesh';

const CHART = path.join(__dirname, '../golden/adopted-include/chart.yaml');

function included(): { readonly shop: Shop; readonly objects: IncludedObjects } {
  const shop = new Shop();
  return { shop, objects: IncludedObjects.of(new Include(shop.chart, 'chart', { url: CHART })) };
}

test('an object is found by kind and name', () => {
  expect(included().objects.find('Deployment', 'shop-catalog').apiVersion).toBe('apps/v1');
});

test('what is added or removed after something was found counts', () => {
  const { shop, objects } = included();
  objects.find('Deployment', 'shop-catalog');
  objects.remove('AuthorizationPolicy', 'shop-catalog', 'declared here');
  expect(() => objects.find('AuthorizationPolicy', 'shop-catalog')).toThrow('[unknown-object]');
  const chart = shop.chart.node.findChild('chart');
  new ApiObject(chart, 'other', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop-catalog', namespace: 'other' } });
  expect(() => objects.find('Deployment', 'shop-catalog', { namespace: 'none' })).toThrow('[unknown-object]');
  expect(() => objects.find('Deployment', 'shop-catalog')).toThrow('[ambiguous-object]');
});

test('what has become ambiguous after it was found is refused at synth', () => {
  const { shop, objects } = included();
  const found = objects.find('Deployment', 'shop-catalog');
  const id = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop-catalog', namespace: 'other' } };
  const other = new ApiObject(shop.chart.node.findChild('chart'), 'other', id);
  expect(objects.find('Deployment', 'shop-catalog')).toBe(found);
  expect(() => shop.app.synthYaml()).toThrow('[ambiguous-object] `shop/chart` has `Deployment shop-catalog` in `other`, `shop`; give its `namespace`');
  expect(objects.find('Deployment', 'shop-catalog', { namespace: 'other' })).toBe(other);
});

test('what is removed is not emitted, and the report says so', () => {
  const { shop, objects } = included();
  MeshService.fromWorkloads(shop.chart, 'catalog', [objects.find('Deployment', 'shop-catalog')]);
  objects.remove('AuthorizationPolicy', 'shop-catalog', 'declared here');
  expect(problems(shop.app)).toEqual([]);
  expect(names(shop.chart)).not.toContain('AuthorizationPolicy shop-catalog');
  expect(shop.mesh.report().accessTable).toContain('Removed\n  AuthorizationPolicy shop/shop-catalog: declared here\n');
});

test.each<[string, () => void, string]>([
  ['there is none', () => included().objects.find('Deployment', 'catalog'), '[unknown-object] `shop/chart` has no `Deployment catalog`; it has `shop-catalog`'],
  ['there is none of its kind', () => included().objects.find('Job', 'catalog'), '[unknown-object] `shop/chart` has no `Job catalog`; it has no Job at all'],
  ['it may be within a List', () => {
    const { shop } = included();
    new ApiObject(shop.chart, 'list', { apiVersion: 'v1', kind: 'List', items: [] });
    IncludedObjects.of(shop.chart).find('Job', 'migrate');
  }, '[unknown-object] `shop` has no `Job migrate`; it has no Job at all, but a `List`, whose items are no objects of their own: write them as documents of their own, with `---` between them'],
  ['there are several', () => {
    const { shop } = included();
    for (const namespace of ['a', 'b']) new ApiObject(shop.chart, namespace, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace } });
    expect(IncludedObjects.of(shop.chart).find('ConfigMap', 'x', { namespace: 'b' }).node.id).toBe('b');
    IncludedObjects.of(shop.chart).find('ConfigMap', 'x');
  }, '[ambiguous-object] `shop` has `ConfigMap x` in `a`, `b`; give its `namespace`'],
  ['it is one of ours', () => {
    const { shop } = included();
    IncludedObjects.of(shop.chart).remove('NetworkPolicy', 'default-deny', 'in the way');
  }, '[own-object] `shop/ns/DefaultDeny` is emitted by this library; change what is declared instead'],
  ['no reason is given', () => included().objects.remove('Deployment', 'shop-catalog', ' '), '[missing-reason] IncludedObjects.remove needs a reason, got an empty one; say in a few words why; it stands in every report'],
])('fails when %s', (_, act, text) => {
  expect(act).toThrow(text);
});
