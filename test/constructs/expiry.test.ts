import { ExternalHost, ServicePort } from '../../src';
import { names, problems, Shop } from './mesh';

const http = [ServicePort.http(80)];

function shop(asOf: string | undefined, expires: string): { readonly shop: Shop; readonly objects: () => string } {
  const declared = new Shop(asOf === undefined ? {} : { asOf });
  const catalog = declared.service('catalog', { ports: http });
  const web = declared.service('web');
  catalog.allowFrom(web, { reason: 'sale', expires });
  web.calls(ExternalHost.https('api.example.com', { addresses: ['203.0.113.7'] }), { expires });
  return { shop: declared, objects: () => JSON.stringify([declared.object('AuthorizationPolicy', 'catalog-callers'), names(declared.chart)]) };
}

test('the last day still holds', () => {
  const { shop: declared, objects } = shop('2026-11-30', '2026-11-30');
  expect(objects()).toMatch(/sa\/web.*ServiceEntry/);
  expect(declared.mesh.report().accessTable).not.toContain('Expired');
});

test('after it nothing is emitted, and the report lists what was', () => {
  const { shop: declared, objects } = shop('2026-12-01', '2026-11-30');
  expect(objects()).not.toMatch(/sa\/web|ServiceEntry/);
  expect(declared.mesh.report().accessTable).toContain([
    'Expired',
    '  the call of shop/web to api.example.com expired on 2026-11-30',
    '  the grant of shop/catalog to shop/web expired on 2026-11-30: sale',
  ].join('\n'));
  expect(problems(declared.app)).toEqual([]);
});

test('a grant that does not expire stays beside one that has', () => {
  const { shop: declared, objects } = shop('2026-12-01', '2026-11-30');
  declared.service('orders', { ports: http }).allowFrom(declared.namespace);
  expect(objects()).toContain('catalog-callers');
  expect(declared.object('AuthorizationPolicy', 'orders-callers').spec).toHaveProperty('rules');
});

test('a day is an input: nothing expires by the clock of the machine', () => {
  expect(problems(shop(undefined, '2026-11-30').shop.app)).toEqual([
    expect.stringContaining('[missing-as-of] the grant of shop/catalog to shop/web'),
    expect.stringContaining('[missing-as-of] the call of shop/web to api.example.com expires on `2026-11-30`, and nothing says which day it is'),
  ]);
});

test.each(['2026-02-30', '30.11.2026', '2026-11', '2026-11-30T00:00:00Z', ''])('`%s` is no day', (value) => {
  expect(() => shop(undefined, value)).toThrow('[invalid-date]');
  expect(() => new Shop({ asOf: value })).toThrow('[invalid-date]');
});
