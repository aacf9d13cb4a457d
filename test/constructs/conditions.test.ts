import { Access, Condition, HeaderMatch, HttpMethod, ServicePort } from '../../src';
import { problems, Shop } from './mesh';

const ports = [ServicePort.http(80), ServicePort.tcp(9000)];

function rulesFor(...grants: readonly (readonly Condition[] | undefined)[]): unknown {
  const shop = new Shop();
  const catalog = shop.service('catalog', { ports });
  const web = shop.service('web');
  const access = [Access.http({ methods: [HttpMethod.GET] })];
  for (const when of grants) catalog.allowFrom(web, { access, ...(when === undefined ? {} : { when: [...when] }) });
  return shop.object('AuthorizationPolicy', 'catalog-callers').spec.rules;
}

const principals = ['cluster.local/ns/shop/sa/web'];
const to = [{ operation: { methods: ['GET'], ports: ['80'] } }];
const cidr = (...cidrs: string[]): Condition => Condition.sourceCidr(cidrs);
const tenant = (...values: string[]): Condition => Condition.header(HeaderMatch.exact('X-Tenant', ...values));

test('addresses stand beside the identity in one source, where both must hold', () => {
  expect(rulesFor([Condition.sourceCidr(['10.1.0.0/16', '10.0.0.0/16'], { except: ['10.0.7.0/24'] })])).toEqual([
    { from: [{ source: { principals, ipBlocks: ['10.0.0.0/16', '10.1.0.0/16'], notIpBlocks: ['10.0.7.0/24'] } }], to },
  ]);
});

test.each<[string, readonly Condition[], readonly string[], readonly string[]]>([
  ['blocks in others say nothing', [cidr('10.0.0.0/8', '10.1.0.0/16')], ['10.0.0.0/8'], []],
  ['all conditions hold: the smaller block', [cidr('10.0.0.0/8', 'fd00::/8'), cidr('10.1.0.0/16', '192.168.0.0/16')], ['10.1.0.0/16'], []],
  ['exceptions of each are exceptions of all', [Condition.sourceCidr(['10.0.0.0/8'], { except: ['10.1.0.0/16'] }), Condition.sourceCidr(['10.0.0.0/9'], { except: ['10.2.0.0/16'] })], ['10.0.0.0/9'], ['10.1.0.0/16', '10.2.0.0/16']],
  ['what an exception takes away is no block', [Condition.sourceCidr(['10.0.0.0/8', '192.168.0.0/16'], { except: ['10.0.0.0/8'] })], ['192.168.0.0/16'], []],
])('%s', (_, when, ipBlocks, notIpBlocks) => {
  expect(rulesFor(when)).toEqual([{ from: [{ source: { principals, ipBlocks, ...(notIpBlocks.length === 0 ? {} : { notIpBlocks }) } }], to }]);
});

test('conditions that contradict one another are refused at the call', () => {
  expect(() => rulesFor([cidr('10.0.0.0/8'), cidr('192.168.0.0/16')])).toThrow(
    '[contradicting-conditions] `shop/catalog` allows a caller at addresses that are in no block of all of its conditions at once; '
    + 'conditions all must hold: write one `Condition.sourceCidr` with every block that is meant');
});

test.each<[string, readonly HeaderMatch[], boolean]>([
  ['two values', [HeaderMatch.exact('x', 'a'), HeaderMatch.exact('X', 'b')], true],
  ['a value in common', [HeaderMatch.exact('x', 'a', 'c'), HeaderMatch.exact('x', 'b', 'c')], false],
  ['two names', [HeaderMatch.exact('x', 'a'), HeaderMatch.exact('y', 'b')], false],
  ['any value beside', [HeaderMatch.exact('x', 'a'), HeaderMatch.present('x')], false],
  ['a value that begins so', [HeaderMatch.exact('x', 'ab'), HeaderMatch.prefix('x', 'a')], false],
  ['a value that begins otherwise', [HeaderMatch.prefix('x', 'b'), HeaderMatch.exact('x', 'ab')], true],
  ['a value that ends otherwise', [HeaderMatch.suffix('x', 'a'), HeaderMatch.exact('x', 'ab')], true],
  ['a longer beginning', [HeaderMatch.prefix('x', 'a'), HeaderMatch.prefix('x', 'ab')], false],
  ['another beginning', [HeaderMatch.prefix('x', 'ab'), HeaderMatch.prefix('x', 'ac')], true],
  ['a longer end', [HeaderMatch.suffix('x', 'b'), HeaderMatch.suffix('x', 'ab')], false],
  ['another end', [HeaderMatch.suffix('x', 'bb'), HeaderMatch.suffix('x', 'ab')], true],
  ['a beginning and an end', [HeaderMatch.prefix('x', 'a'), HeaderMatch.suffix('x', 'b')], false],
])('a header that one grant asks for twice: %s', (_, [ofAccess, ofGrant], isImpossible) => {
  const shop = new Shop();
  const catalog = shop.service('catalog', { ports });
  catalog.allowFrom(shop.service('web'), { access: [Access.http({ headers: [ofAccess] })], when: [Condition.header(ofGrant)] });
  expect(problems(shop.app)).toEqual(!isImpossible
    ? []
    : [
        '[mesh] shop/catalog: [impossible-request] `shop/catalog` asks for header `x` with values that it cannot have at once (granted to `shop/web`); '
        + 'conditions all must hold, and the values of one are alternatives: write one `HeaderMatch` with every value that is meant',
      ]);
});

test('a grant without conditions stays beside one that has some', () => {
  expect(rulesFor(undefined, [cidr('10.0.0.0/8')])).toEqual([
    { from: [{ source: { principals } }], to },
    { from: [{ source: { principals, ipBlocks: ['10.0.0.0/8'] } }], to },
  ]);
});

test('order and repetition change nothing', () => {
  const one = rulesFor([tenant('a', 'b'), cidr('10.0.0.0/8', '11.0.0.0/8')], [tenant('c')]);
  expect(rulesFor([tenant('c'), tenant('c')], [cidr('11.0.0.0/8', '10.0.0.0/8'), tenant('b', 'a')])).toEqual(one);
});

test('headers are asked of every request that is granted, beside those of the access itself', () => {
  const shop = new Shop();
  shop.service('catalog', { ports }).allowFrom(shop.service('web'), {
    access: [Access.ports(80), Access.http({ headers: [HeaderMatch.present('x-trace')] })], when: [tenant('blue')],
  });
  const blue = { key: 'request.headers[x-tenant]', values: ['blue'] };
  expect(shop.object('AuthorizationPolicy', 'catalog-callers').spec.rules).toEqual([
    { from: [{ source: { principals } }], to: [{ operation: { ports: ['80'] } }], when: [blue, { key: 'request.headers[x-trace]', values: ['*'] }] },
    { from: [{ source: { principals } }], to: [{ operation: { ports: ['80'] } }], when: [blue] },
  ]);
});

test('a port that carries no requests is not left out in silence', () => {
  const shop = new Shop();
  shop.service('catalog', { ports }).allowFrom(shop.service('web'), { when: [tenant('blue')] });
  expect(problems(shop.app)).toEqual([
    '[mesh] shop/catalog: [protocol-cannot-carry] port `9000` of `shop/catalog` is `tcp` and cannot carry the conditions on requests of `Access.all` '
    + '(granted to `shop/web`); give `access` with the HTTP ports alone, `Access.http()`, and grant the others apart',
  ]);
});

test('NetworkPolicy has one rule for a caller, whatever addresses it is granted at', () => {
  const shop = new Shop();
  const catalog = shop.service('catalog', { ports });
  const web = shop.service('web');
  catalog.allowFrom(web, { access: [Access.tcp()], when: [cidr('10.0.0.0/8')] });
  catalog.allowFrom(web, { when: [cidr('11.0.0.0/8')] });
  const pods = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } };
  const granted = [{ protocol: 'TCP', port: 80 }, { protocol: 'TCP', port: 9000 }];
  expect(shop.object('NetworkPolicy', 'catalog-ingress').spec.ingress).toEqual([
    { from: [{ ...pods, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } }], ports: granted },
  ]);
  expect(shop.object('NetworkPolicy', 'web-egress').spec.egress).toEqual(expect.arrayContaining([
    { to: [{ ...pods, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'catalog' } } }], ports: granted },
  ]));
  expect(problems(shop.app)).toEqual([]);
});
