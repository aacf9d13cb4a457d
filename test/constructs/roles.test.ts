import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { AccessRole, type ICaller, MeshNamespace, ServicePort } from '../../src';
import { cases } from '../golden/cases';
import { synthesize } from '../golden/synthesize';
import { Shop } from './mesh';

const wrong = <T>(value: unknown): T => value as T;
const shop = new Shop();
const readers = new AccessRole(shop.chart, 'readers');

test.each<[string, () => unknown, string]>([
  ['no member', () => readers.addMembers(), '[empty-list] `shop/readers` is given no members; name at least one'],
  ['a member that calls nobody', () => readers.addMember(wrong<ICaller>('shop/web')), '[unsupported-caller] `shop/readers` has the member `shop/web`; pass a MeshService, a MeshNamespace or one of the callers of this package'],
  ['a service of another App', () => readers.addMember(new Shop().service('web')), '[other-app] `shop/web` belongs to another App than `shop/readers`; name it by `SpiffeIdentity`, or declare both in one App'],
  ['a role of another App', () => readers.addMember(new AccessRole(new Shop().chart, 'others')), '[other-app] `shop/others` belongs to another App than `shop/readers`; name it by `SpiffeIdentity`, or declare both in one App'],
  ['a day that is none', () => readers.addMember(shop.namespace, { expires: '2027-02-30' }), '[invalid-date] expires `2027-02-30` is no day of the calendar; write it like `2027-06-30`'],
  ['an empty reason', () => readers.addMember(shop.namespace, { reason: ' ' }), '[missing-reason] addMember needs a reason, got an empty one; say in a few words why; it stands in every report'],
  ['a description of nothing', () => new AccessRole(shop.chart, 'x1', { description: ' \n' }), '[wrong-type] description is empty; give a value or leave it out'],
  ['an owner of nothing', () => new AccessRole(shop.chart, 'x2', { owner: ' ' }), '[wrong-type] owner is empty; give a value or leave it out'],
  ['a name that is none', () => new AccessRole(shop.chart, 'x', { name: 'On Call' }), '[invalid-name] role name `On Call` is not a valid name; use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends'],
])('%s is refused at the call', (_, call, text) => {
  expect(call).toThrow(new Error(text));
});

test('what people say is one line: it cannot be taken for a line of the report', () => {
  const of = new Shop();
  const role = new AccessRole(of.chart, 'a', { description: 'shows\n\nrole b\n  held by', owner: 'team\u2028a' });
  role.addMember(of.service('web'), { reason: 'because\r\n  \u001b[31mof it ' });
  of.service('o', { ports: [ServicePort.http(80)] }).allowFrom(role);
  expect(of.mesh.report().toText()).toContain('role a (team a): shows role b held by\n  held by\n    shop/web  by name: because [31mof it\n');
});

test('a role emits nothing, and its members the same bytes as by name', () => {
  const emitted = (grant: (catalog: ReturnType<Shop['service']>, callers: ICaller[], of: Shop) => void): string => {
    const of = new Shop({ asOf: '2026-11-30' });
    const callers = [of.service('a'), of.service('b'), new MeshNamespace(of.chart, 'web', { mesh: of.mesh, name: 'web' })];
    grant(of.service('catalog', { ports: [ServicePort.http(80)] }), callers, of);
    return of.app.synthYaml();
  };
  const byName = emitted((catalog, callers) => callers.forEach((caller) => catalog.allowFrom(caller)));
  expect(emitted((catalog, callers, of) => catalog.allowFrom(new AccessRole(of.chart, 'r').addMembers(...callers)))).toBe(byName);
  expect(emitted((catalog, [a, ...others], of) => {
    const inner = new AccessRole(of.chart, 'inner');
    const outer = new AccessRole(of.chart, 'outer');
    catalog.allowFrom(outer, { expires: '2027-06-30' });
    outer.addMembers(...others.reverse(), inner);
    inner.addMember(a, { expires: '2027-01-31' });
    catalog.allowFrom(a);
  })).toBe(byName);
});

describe('roles.json', () => {
  const schema: object = JSON.parse(readFileSync(join(__dirname, '../../schema/roles.schema.json'), 'utf8')) as object;
  const validate = new Ajv({ allErrors: true }).compile(schema);

  test('is as the schema says', () => {
    const { beside } = synthesize(cases.roles.build);
    validate(JSON.parse(beside['mesh-access.out/roles.json']));
    expect(validate.errors).toBe(null);
    expect(beside['mesh-access.out/roles.txt']).toContain('role on-call (platform team)\n  held by\n');
  });

  test('is not written where nothing is granted by role', () => {
    expect(Object.keys(synthesize(cases.tcp.build).beside).filter((name) => name.includes('roles'))).toEqual([]);
  });
});
