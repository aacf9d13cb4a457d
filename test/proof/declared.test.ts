import { contains, equals, EVERYTHING, formatSet, type Witness } from '../../src/eval/request-set';
import type { HttpAccessModel, PortAccessModel } from '../../src/model/model';
import { leastOf, mostOf, requestsOf } from '../../src/proof/declared';

const http = (grant: HttpAccessModel, protocol: PortAccessModel['protocol'] = 'http'): PortAccessModel => ({ targetPort: 80, protocol, http: [grant] });
const get = (path: string, more: Partial<Extract<Witness, { kind: 'http' }>> = {}): Witness => ({ kind: 'http', method: 'GET', host: 'a', path, headers: {}, when: [], ...more });

test.each<[string, HttpAccessModel, readonly Witness[], readonly Witness[]]>([
  ['under', { paths: [{ kind: 'under', value: '/cart' }] }, [get('/cart'), get('/cart/'), get('/cart/x')], [get('/cartoon'), get('/')]],
  ['under the root', { paths: [{ kind: 'under', value: '/' }] }, [get('/'), get('/x')], []],
  ['under, with a slash too many', { paths: [{ kind: 'under', value: '/cart/' }] }, [get('/cart'), get('/cart/x')], [get('/cart2')]],
  ['prefix', { paths: [{ kind: 'prefix', value: '/cart' }] }, [get('/cartoon')], [get('/car')]],
  ['suffix', { paths: [{ kind: 'suffix', value: '.css' }] }, [get('/a.css')], [get('/a.cssx')]],
  ['template', { paths: [{ kind: 'template', value: '/p/{*}' }] }, [get('/p/1')], [get('/p/'), get('/p/1/2')]],
  ['a literal star', { paths: [{ kind: 'exact', value: '/a/*/c' }] }, [get('/a/*/c')], [get('/a/b/c')]],
  ['host', { hosts: ['Shop.example'] }, [get('/', { host: 'shop.example' }), get('/', { host: 'SHOP.example:80' })], [get('/', { host: 'shop.example2' })]],
  ['header', { headers: [{ name: 'x-env', values: [{ kind: 'exact', value: 'prod' }, { kind: 'prefix', value: 'pre' }] }] },
    [get('/', { headers: { 'x-env': 'prod' } }), get('/', { headers: { 'x-env': 'preview' } })], [get('/'), get('/', { headers: { 'x-env': 'dev' } })]],
  ['two headers', { headers: [{ name: 'a', values: [{ kind: 'present' }] }, { name: 'b', values: [{ kind: 'present' }] }] },
    [get('/', { headers: { a: '1', b: '2' } }), get('/', { headers: { a: '', b: '2' } })], [get('/', { headers: { a: '1' } })]],
  ['method', { methods: ['GET'] }, [get('/')], [get('/', { method: 'POST' }), get('/', { method: 'get' })]],
])('%s means what it says', (_name, grant, inside, outside) => {
  const set = requestsOf(grant);
  expect(inside.filter((w) => !contains(set, w))).toEqual([]);
  expect(outside.filter((w) => contains(set, w))).toEqual([]);
});

test('a whole port promises its protocol, and lets through no more than that protocol needs', () => {
  const whole = (protocol: PortAccessModel['protocol']): readonly PortAccessModel[] => [{ targetPort: 1, protocol }];
  expect(formatSet(leastOf(whole('grpc')))).toBe('any HTTP request');
  expect(formatSet(mostOf(whole('grpc')))).toBe('any HTTP request');
  expect(formatSet(leastOf(whole('tcp')))).toBe('bytes');
  expect(mostOf(whole('tls'))).toBe(EVERYTHING);
});

test('alternatives add up', () => {
  const both = mostOf([http({ methods: ['GET'] }), http({ methods: ['POST'] })]);
  expect(equals(both, requestsOf({ methods: ['GET', 'POST'] }))).toBe(true);
});
