import type { HttpAccessModel } from '../../src/model/model';
import { formatProblem } from '../../src/model/problem';
import { platformFor } from '../../src/platforms';
import { calledBy, edge, external, indexOf, model, port, render, service, toPort, type Parts } from './fixtures';

const FRONTEND = service('web/frontend', [port('http', 8080)]);
const CATALOG = service('shop/catalog', [port('http', 8080), port('udp', 9000)]);
const SERVICES: Parts = { services: [FRONTEND, CATALOG] };

function refusals(parts: Parts): readonly string[] {
  const index = indexOf(model(parts));
  return platformFor(index.model.mesh.platform).refuse(index).map(formatProblem);
}

const granting = (...http: readonly HttpAccessModel[]): Parts => ({ ...SERVICES, edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080, ...http))] });
const onKubernetes = (parts: Parts): Parts => ({ ...parts, mesh: { ...parts.mesh, platform: 'kubernetes' } });

describe('what NetworkPolicy alone cannot express', () => {
  test.each<[string, Parts, string]>([
    ['HTTP', granting({ methods: ['GET'] }),
      'shop/catalog: [unsupported-feature] `web/frontend` calling `shop/catalog` needs `http-access`, which platform `kubernetes` cannot express: NetworkPolicy sees ports, not requests; grant whole ports, or use `Platform.ISTIO`'],
    ['a host by name', { ...SERVICES, externals: [external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }])] },
      'web/frontend: [unsupported-feature] `web/frontend` calling `api.example` needs `external-hosts-by-name`, which platform `kubernetes` cannot express: NetworkPolicy sees addresses, not names; give the host\'s `addresses`, or use `Platform.ISTIO`'],
    ['an exception from mTLS', { services: [service('shop/a', [port('http', 8080, 'permissive')])] },
      'shop/a: [unsupported-feature] `shop/a` needs `plaintext-ports`, which platform `kubernetes` cannot express: nothing encrypts, so there is nothing to except from; leave out `mtls` of the port'],
    ['a baseline', { baseline: { construct: 'baseline', strictMtls: true, denyByDefault: false, gateways: [] } },
      'baseline: [unsupported-feature] the baseline needs `mesh-baseline`, which platform `kubernetes` cannot express: there is no mesh; use `Platform.ISTIO`, or leave it out'],
    ['proxy hosts', { mesh: { proxyHosts: [{ namespace: 't', service: 's', port: 1, podLabels: { a: 'b' }, reason: 'traces' }] } },
      'mesh: [unsupported-feature] the mesh needs `proxy-hosts`, which platform `kubernetes` cannot express: pods have no proxy; use `Platform.ISTIO`, or leave it out'],
    ['an external CA', { mesh: { externalCa: { addresses: ['203.0.113.40/32'], port: 8443, reason: 'certificates' } } },
      'mesh: [unsupported-feature] the mesh needs `external-ca`, which platform `kubernetes` cannot express: pods have no proxy; use `Platform.ISTIO`, or leave it out'],
  ])('%s is refused', (_, parts, text) => {
    expect(refusals(onKubernetes(parts))).toEqual([text]);
    expect(refusals(parts)).toEqual([]);
  });

  test('whole ports, UDP and hosts at known addresses are not', () => {
    expect(refusals(onKubernetes({
      ...SERVICES,
      edges: [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080), toPort('udp', 9000))],
      externals: [external('web/frontend', 'db.example', [{ number: 5432, protocol: 'tcp' }], ['203.0.113.0/24'])],
    }))).toEqual([]);
  });
});

describe('what Istio cannot express', () => {
  const tcp = (addresses: readonly string[]): Parts => ({ ...SERVICES, externals: [external('web/frontend', 'db.example', [{ number: 5432, protocol: 'tcp' }], addresses)] });

  test('a TCP host by name alone', () => {
    expect(refusals(tcp([]))).toEqual([
      'web/frontend: [unsupported-feature] `web/frontend` calling `db.example` needs `external-tcp-by-name`, which platform `istio` cannot express: bytes carry no name, so a ServiceEntry without addresses opens its port to any address; give the host\'s `addresses`, or use `ExternalHost.tls`',
    ]);
  });

  test('a TCP host in a range', () => {
    expect(refusals(tcp(['203.0.113.0/24']))).toEqual([
      'web/frontend: [unsupported-feature] `web/frontend` calling `db.example` needs `external-tcp-ranges`, which platform `istio` cannot express: a ServiceEntry that resolves its host by DNS takes single addresses only; give its one address (`/32`, `/128`), or declare a host for each',
    ]);
    expect(refusals(tcp(['203.0.113.7/32']))).toEqual([]);
  });

  test('a TCP host at several addresses, whoever of the namespace gives them', () => {
    const refused = (caller: string) => `${caller}: [unsupported-feature] \`${caller}\` calling \`db.example\` needs \`external-tcp-several-addresses\`, which platform \`istio\` cannot express: of a ServiceEntry's addresses a Sidecar imports one, whichever comes first, and the others are cut off; declare an \`ExternalHost.tcp\` for each address, under a name of its own`;
    expect(refusals(tcp(['203.0.113.7/32', '2001:db8::7/128']))).toEqual([refused('web/frontend')]);
    const at = (caller: string, address: string) => external(caller, 'db.example', [{ number: 5432, protocol: 'tcp' }], [address]);
    expect(refusals({ ...SERVICES, externals: [at('web/a', '203.0.113.7/32'), at('web/b', '203.0.113.8/32')] })).toEqual([refused('web/a'), refused('web/b')]);
    expect(refusals({ ...SERVICES, externals: [at('web/a', '203.0.113.7/32'), at('shop/b', '203.0.113.8/32')] })).toEqual([]);
  });

  test('a wildcard host', () => {
    expect(refusals({ ...SERVICES, externals: [external('web/frontend', '*.example', [{ number: 443, protocol: 'tls' }])] })).toEqual([
      'web/frontend: [unsupported-feature] `web/frontend` calling `*.example` needs `external-wildcard-hosts`, which platform `istio` cannot express: a wildcard cannot be resolved, and without resolution an allowed name reaches any address; name each host',
    ]);
  });

  test('more rules than an AuthorizationPolicy holds', () => {
    const callers = (n: number) => Array.from({ length: n }, (_, i) => service(`web/c${i}`));
    const parts = (n: number): Parts => ({ services: [CATALOG, ...callers(n)], edges: callers(n).map(({ id }) => edge('shop/catalog', calledBy(id), toPort('http', 8080))) });
    expect(refusals(parts(513))).toEqual([
      'shop/catalog: [too-many-rules] the callers of `shop/catalog` need 513 rules and an AuthorizationPolicy holds 512; grant to their namespaces instead of one by one, or split the service',
    ]);
    expect(refusals(parts(512))).toEqual([]);
  });

  test('alternatives that share a rule do not count one by one', () => {
    const paths = Array.from({ length: 600 }, (_, i): HttpAccessModel => ({ paths: [{ kind: 'exact', value: `/${i}` }] }));
    expect(refusals(granting(...paths))).toEqual([]);
  });
});

describe('values that Istio would read as a pattern', () => {
  test.each<[string, HttpAccessModel, string]>([
    ['path', { paths: [{ kind: 'exact', value: '/a*' }] }, 'path `/a*` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: a trailing `*` is a wildcard'],
    ['path below', { paths: [{ kind: 'under', value: '/a*' }] }, 'path `/a*` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: a trailing `*` is a wildcard'],
    ['path suffix', { paths: [{ kind: 'suffix', value: '' }] }, 'path `` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: an empty value matches everything or nothing'],
    ['path operator', { paths: [{ kind: 'prefix', value: '/a/{*}/b' }] }, 'path `/a/{*}/b` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: `{*}` and `{**}` make it a template'],
    ['template without operator', { paths: [{ kind: 'template', value: '/a/*' }] }, 'path `/a/*` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: a trailing `*` is a wildcard'],
    ['method', { methods: ['GE*'] }, 'method `GE*` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: a trailing `*` is a wildcard'],
    ['host', { hosts: ['*.example'] }, 'host `*.example` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: a leading `*` is a wildcard'],
    ['header', { headers: [{ name: 'x', values: [{ kind: 'exact', value: '*' }] }] }, 'header value `*` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: a leading `*` is a wildcard'],
    ['header prefix', { headers: [{ name: 'x', values: [{ kind: 'prefix', value: '*a' }] }] }, 'header value `*a` of `web/frontend` calling `shop/catalog` would not be read literally by Istio: a leading `*` is a wildcard'],
  ])('a %s is refused, and never written', (_, http, message) => {
    expect(refusals(granting(http))).toEqual([
      `shop/catalog: [unwritable-value] ${message}; grant a pattern that holds it, \`HttpPath.prefix\` or \`HttpPath.suffix\`, or the whole port`,
    ]);
    expect(() => render(granting(http))).toThrow('cannot be written for Istio');
  });

  test.each<[string, HttpAccessModel]>([
    ['an inner star', { paths: [{ kind: 'exact', value: '/a*b' }], headers: [{ name: 'x', values: [{ kind: 'exact', value: 'a*b' }] }] }],
    ['a suffix whose own star is literal', { paths: [{ kind: 'suffix', value: '*' }], headers: [{ name: 'x', values: [{ kind: 'suffix', value: 'a*' }] }] }],
    ['a prefix whose own star is literal', { paths: [{ kind: 'prefix', value: '/a*' }] }],
    ['a template', { paths: [{ kind: 'template', value: '/a/{*}' }] }],
    ['presence', { headers: [{ name: 'x', values: [{ kind: 'present' }] }] }],
  ])('%s is not', (_, http) => {
    expect(refusals(granting(http))).toEqual([]);
  });
});

describe('versions', () => {
  test.each([[1, 29], [1, 32], [2, 31]] as const)('Istio %d.%d is refused', (major, minor) => {
    expect(refusals({ mesh: { version: [major, minor] } })).toEqual([
      `mesh: [unsupported-version] Istio \`${major}.${minor}\` is not supported: what it enforces was not checked; run one of \`1.30\`, \`1.31\` and set \`version\` to it`,
    ]);
  });

  test.each([[1, 30], [1, 31]] as const)('Istio %d.%d is not', (major, minor) => {
    expect(refusals({ mesh: { version: [major, minor] } })).toEqual([]);
  });

  test('a feature of a later minor is refused on an earlier one', () => {
    expect(refusals({ ...granting({ paths: [{ kind: 'template', value: '/a/{*}' }] }), mesh: { version: [1, 21] } })).toContain(
      'shop/catalog: [unsupported-feature] `web/frontend` calling `shop/catalog` needs `path-templates`, which Istio `1.21` does not have; upgrade to `1.22` or later',
    );
  });

  test('without a mesh its version says nothing', () => {
    expect(refusals({ mesh: { platform: 'kubernetes', version: [0, 0] } })).toEqual([]);
  });
});
