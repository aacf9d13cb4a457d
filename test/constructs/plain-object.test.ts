import { ApiObject, App, Chart, type IResolver, JsonPatch, type ResolutionContext, Testing } from 'cdk8s';
import { Mesh, MeshNamespace, MeshService, ServicePort } from '../../src';
import { isOwn } from '../../src/private/api-objects';
import { PlainObject } from '../../src/private/plain-object';
import { cases } from '../golden/cases';

const objectsOf = (app: App): readonly ApiObject[] => app.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c)).filter(isOwn);

/** As cdk8s renders an object that is nothing to it but an `ApiObject`. */
const asApiObject = (object: ApiObject): unknown => ApiObject.prototype.toJson.call(object);

test.each(Object.keys(cases))('%s: every object renders to the bytes that cdk8s would give it', (name) => {
  const objects = objectsOf(cases[name].build());
  expect(objects.length).toBeGreaterThan(0);
  expect(objects.map((o) => JSON.stringify(o.toJson()))).toEqual(objects.map((o) => JSON.stringify(asApiObject(o))));
});

function shop(app: App): readonly ApiObject[] {
  const mesh = new Mesh(app, 'mesh');
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'ns', { mesh });
  new MeshService(chart, 'redis', { ports: [ServicePort.tcp(6379)], deployedElsewhere: true });
  return objectsOf(app);
}

test('nothing in one rendering is shared with another', () => {
  const [object] = shop(Testing.app()).filter((o) => o.name === 'default-deny');
  const first = object.toJson() as { spec: { policyTypes: string[] } };
  first.spec.policyTypes.push('Neither');
  expect((object.toJson() as typeof first).spec.policyTypes).toEqual(['Ingress', 'Egress']);
});

test('labels and patches after the fact are in it', () => {
  const [object] = shop(Testing.app()).filter((o) => o.name === 'default-deny');
  object.metadata.addLabel('team', 'shop');
  expect(object.toJson()).toMatchObject({ metadata: { labels: { team: 'shop' } } });
  object.addJsonPatch(JsonPatch.remove('/spec/policyTypes/1'));
  object.addJsonPatch(JsonPatch.add('/metadata/labels/tier', 'data'));
  expect(object.toJson()).toMatchObject({ metadata: { labels: { team: 'shop', tier: 'data' } }, spec: { policyTypes: ['Ingress'] } });
});

test('a resolver of the App is asked about every value', () => {
  const shouting: IResolver = {
    resolve: (context: ResolutionContext) => {
      if (context.value === 'Egress') context.replaceValue('EGRESS');
    },
  };
  const [object] = shop(Testing.app({ resolvers: [shouting] })).filter((o) => o.name === 'default-deny');
  expect(object.toJson()).toMatchObject({ spec: { policyTypes: ['Ingress', 'EGRESS'] } });
});

test('keys stay as they come where cdk8s is told so', () => {
  const [object] = shop(Testing.app()).filter((o) => o.kind === 'Service');
  const sorted = JSON.stringify(object.toJson());
  process.env.CDK8S_DISABLE_SORT = '1';
  try {
    expect(JSON.stringify(object.toJson())).toBe(JSON.stringify(asApiObject(object)));
    expect(JSON.stringify(object.toJson())).not.toBe(sorted);
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
});

test('what is no data is left to cdk8s, with its words', () => {
  const chart = new Chart(Testing.app(), 'shop');
  const props = { apiVersion: 'v1', kind: 'ConfigMap', data: { at: new Date(0) } };
  const object = new PlainObject(chart, 'a', props, () => ({ data: props.data }));
  expect(() => object.toJson()).toThrow('can\'t render non-simple object of type \'Date\'');
  const empty = new PlainObject(chart, 'b', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' }, data: { a: null } }, () => ({ data: { a: null } }));
  expect(empty.toJson()).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' }, data: {} });
});
