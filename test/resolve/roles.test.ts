import { Access, AccessRole, Anyone, Cidr, Condition, HttpPath, type ICaller, MeshService, PortMtls, ServicePort } from '../../src';
import type { AccessModel } from '../../src/model/model';
import { modelOf, type Program, problemsOf } from './declared';

const http = { ports: [ServicePort.http(80)] };
const AS_OF = { asOf: '2026-11-30' };
const role = ({ chart }: Program, name: string): AccessRole => new AccessRole(chart, `role-${name}`, { name });
const services = (program: Program, ...names: string[]): MeshService[] => names.map((name) => program.service(name));
const ids = ({ edges }: AccessModel): readonly string[] => edges.map(({ id }) => id);

test('a grant to a role is a grant to each of its members, through however many roles', () => {
  const model = modelOf((program) => {
    const [a, b, c] = services(program, 'a', 'b', 'c');
    const [outer, middle, inner] = ['outer', 'middle', 'inner'].map((name) => role(program, name));
    outer.addMembers(a, middle);
    middle.addMembers(inner);
    inner.addMembers(b, a);
    const catalog = program.service('catalog', http);
    catalog.allowFrom(outer);
    catalog.allowFrom(inner, { access: [Access.http({ paths: [HttpPath.exact('/x')] })] });
    catalog.allowFrom(c);
  });
  expect(ids(model)).toEqual(['shop/catalog<-service:shop/a', 'shop/catalog<-service:shop/b', 'shop/catalog<-service:shop/c']);
  const [a, b, c] = model.edges;
  expect(a.access).toEqual([{ targetPort: 80, protocol: 'http' }]);
  expect(a.grants?.map((g) => g.role)).toEqual(['inner', 'outer']);
  expect(b.grants?.map((g) => g.role)).toEqual(['inner', 'outer']);
  expect(c.grants).toBeUndefined();
  expect(model.roles?.map(({ id, holders, memberOf }) => [id, holders.map((h) => h.ways.map(({ by }) => by)), memberOf.map((m) => m.role)])).toEqual([
    ['inner', [[undefined], [undefined]], ['middle', 'outer']],
    ['middle', [['inner'], ['inner']], ['outer']],
    ['outer', [[undefined, 'middle'], ['middle']], []],
  ]);
});

test('members may be whoever can call', () => {
  const model = modelOf((program) => {
    const members: ICaller[] = [Anyone.because('public'), Cidr.of('192.168.0.0/16')];
    program.service('catalog', { ports: [ServicePort.http(80, { mtls: PortMtls.permissive({ reason: 'old clients' }) })] })
      .allowFrom(role(program, 'everybody').addMembers(...members));
  });
  expect(ids(model)).toEqual(['shop/catalog<-anyone', 'shop/catalog<-cidr:192.168.0.0/16']);
});

test('the same access by a role and by name is one edge, and both are known', () => {
  const model = modelOf((program) => {
    const [web] = services(program, 'web');
    const catalog = program.service('catalog', http);
    catalog.allowFrom(role(program, 'readers').addMembers(web, web), { reason: 'by role' });
    catalog.allowFrom(web, { reason: 'by name' });
  });
  expect(model.edges).toHaveLength(1);
  expect(model.edges[0]).toMatchObject({
    access: [{ targetPort: 80, protocol: 'http' }],
    reasons: ['by name', 'by role'],
    grants: [{ reason: 'by name' }, { role: 'readers', reason: 'by role' }],
  });
});

test('conditions of a grant hold for every member', () => {
  const model = modelOf((program) => {
    program.service('catalog', http).allowFrom(role(program, 'readers').addMembers(...services(program, 'a', 'b')), { when: [Condition.sourceCidr(['10.0.0.0/8'])] });
  });
  expect(model.edges.map(({ sourceCidrs }) => sourceCidrs?.cidrs)).toEqual([['10.0.0.0/8'], ['10.0.0.0/8']]);
});

test('what ends first ends: the grant, the membership, or that of a role in between; of several ways the longest counts', () => {
  const model = modelOf((program) => {
    const [a, b, c] = services(program, 'a', 'b', 'c');
    const [outer, inner] = ['outer', 'inner'].map((name) => role(program, name));
    outer.addMember(inner, { expires: '2027-02-01' }).addMember(a, { expires: '2027-01-01' });
    inner.addMember(a).addMember(b, { expires: '2027-03-01' });
    outer.addMembers(c);
    program.service('catalog', http).allowFrom(outer, { expires: '2027-06-30' });
  }, AS_OF);
  expect(model.edges.map(({ id, expires }) => [id.slice(-1), expires])).toEqual([['a', '2027-02-01'], ['b', '2027-02-01'], ['c', '2027-06-30']]);
});

test('a membership that is past gives nothing and is listed; one without a day to compare is an error', () => {
  const declare = (program: Program): void => {
    const [web] = services(program, 'web');
    program.service('catalog', http).allowFrom(role(program, 'readers').addMember(web, { expires: '2026-11-29', reason: 'migration' }));
  };
  const model = modelOf(declare, AS_OF);
  expect(model.edges).toEqual([]);
  expect(model.expired).toEqual([
    { what: 'the membership of shop/web in role readers', role: 'readers', expires: '2026-11-29', construct: 'shop/role-readers', reason: 'migration' },
  ]);
  expect(model.roles).toMatchObject([{ id: 'readers', holders: [], grants: [{ callee: 'shop/catalog' }] }]);
  expect(problemsOf(declare).map(({ code, construct }) => [code, construct])).toEqual([['missing-as-of', 'shop/role-readers']]);
});

test('what cannot be granted is complained about once, and also where nobody holds the role', () => {
  const problems = (...members: string[]): readonly string[] => problemsOf((program) => {
    const readers = role(program, 'readers');
    for (const member of services(program, ...members)) readers.addMember(member);
    program.service('catalog', http).allowFrom(readers, { access: [Access.ports(81)] });
  }).map(({ message }) => message);
  expect(problems()).toEqual(['`shop/catalog` has no Service port `81` (granted to `role readers`)']);
  expect(problems('a', 'b')).toEqual(problems());
});

test.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
  ['a role in itself', [['a', 'a']], ['`a` has the member `a`']],
  ['two in each other', [['b', 'a'], ['a', 'b']], ['`a` has the member `b`, which has the member `a`']],
  ['three in a ring', [['c', 'a'], ['b', 'c'], ['a', 'b']], ['`a` has the member `b`, which has the member `c`, which has the member `a`']],
  ['two rings', [['a', 'b'], ['b', 'a'], ['d', 'c'], ['c', 'd']], ['`a` has the member `b`, which has the member `a`', '`c` has the member `d`, which has the member `c`']],
  ['a ring below', [['a', 'c'], ['c', 'b'], ['b', 'c']], ['`b` has the member `c`, which has the member `b`']],
  ['the same role by two ways', [['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']], []],
])('%s', (_, memberships, cycles) => {
  const problems = problemsOf((program) => {
    const roles = new Map([...new Set(memberships.flat())].map((name) => [name, role(program, name)]));
    for (const [outer, inner] of memberships) roles.get(outer)!.addMember(roles.get(inner)!);
  });
  expect(problems.map(({ code, message, construct }) => ({ code, message, construct }))).toEqual(cycles.map((text) => (
    { code: 'role-cycle', message: `${text}: nobody could tell who holds which`, construct: `shop/role-${text[1]}` }
  )));
});

test('two roles of one name are an error', () => {
  expect(problemsOf(({ chart }) => {
    new AccessRole(chart, 'b', { name: 'readers' });
    new AccessRole(chart, 'a', { name: 'readers' });
  })).toEqual([{
    code: 'duplicate-role', construct: 'shop/b', message: 'the App has a role `readers` already, `shop/a`', repair: 'give it another `name`, or add its members to the one',
  }]);
});
