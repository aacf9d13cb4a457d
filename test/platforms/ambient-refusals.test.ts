import type { CallerModel } from '../../src/model/model';
import { formatProblem } from '../../src/model/problem';
import { platformFor } from '../../src/platforms';
import { AMBIENT, EGRESS, FRONTEND, SHOP, via, WAYPOINT } from './ambient-fixtures';
import { calledBy, edge, external, indexOf, model, port, service, toPort, type Parts } from './fixtures';

function refusals(parts: Parts): readonly string[] {
  const index = indexOf(model(parts));
  return platformFor(index.model.mesh.platform).refuse(index).map(formatProblem);
}

const through = (host: string, ...[ports, addresses]: [Parameters<typeof external>[2], (readonly string[])?]) => (
  { ...external('web/frontend', host, ports, addresses), through: EGRESS }
);

test('an ambient mesh is not refused', () => {
  expect(refusals({ ...AMBIENT, edges: [edge('shop/catalog', calledBy('web/frontend'), via(toPort('http', 8080, { methods: ['GET'] }), 'waypoint'))] })).toEqual([]);
});

test.each<[string, Parts, string]>([
  ['a port without mutual TLS', { ...AMBIENT, services: [service('shop/a', [port('http', 8080, 'disable')], { dataPlane: 'ambient' })] },
    'shop/a: [unsupported-feature] `shop/a` needs `ambient-disabled-mtls`, which platform `istio` cannot express: ztunnel has no mode DISABLE and takes it for PERMISSIVE; declare the port `PortMtls.permissive`'],
  ['a port that is not captured', { ...AMBIENT, services: [service('shop/a', [], { dataPlane: 'ambient', excludedInboundPorts: [9000] })] },
    'shop/a: [unsupported-feature] `shop/a` needs `ambient-excluded-ports`, which platform `istio` cannot express: ztunnel captures every port of a pod; leave out `excludedInboundPorts`, and declare ports that take plaintext `PortMtls.permissive`'],
  ['an external host of a service that moves', { ...AMBIENT, services: [{ ...FRONTEND, migratingFrom: 'sidecar' }], externals: [through('api.example', [{ number: 443, protocol: 'https' }])] },
    'web/frontend: [unsupported-feature] `web/frontend` needs `moving-external-callers`, which platform `istio` cannot express: its sidecars would need the host beside them and its ambient pods behind the egress waypoint, and of two entries for a host each sees one; move the service in one step, without `migratingFrom`'],
  ['a wildcard host', { ...AMBIENT, externals: [through('*.example', [{ number: 443, protocol: 'tls' }])] },
    'web/frontend: [unsupported-feature] `web/frontend` calling `*.example` needs `external-wildcard-hosts`, which platform `istio` cannot express: a wildcard cannot be resolved, and without resolution an allowed name reaches any address; name each host'],
])('%s is refused', (_, parts, text) => {
  expect(refusals(parts)).toEqual([text]);
});

test.each<[string, readonly string[]]>([['by name alone', []], ['in a range', ['203.0.113.0/24']], ['at several addresses', ['203.0.113.7/32', '203.0.113.8/32']]])(
  'a TCP host %s is not, behind a waypoint', (_, addresses) => {
    expect(refusals({ ...AMBIENT, externals: [through('db.example', [{ number: 5432, protocol: 'tcp' }], addresses)] })).toEqual([]);
    expect(refusals({ ...AMBIENT, externals: [external('web/frontend', 'db.example', [{ number: 5432, protocol: 'tcp' }], addresses)] })).toHaveLength(1);
  },
);

test('NetworkPolicy alone has none of it', () => {
  const services = [service('shop/a', [port('http', 8080)], { dataPlane: 'ambient', migratingFrom: 'sidecar', waypoint: WAYPOINT })];
  const refused = refusals({ mesh: { platform: 'kubernetes' }, namespaces: [SHOP], services });
  const needs = (subject: string, feature: string) => `${subject} needs \`${feature}\`, which platform \`kubernetes\` cannot express: there is no mesh; use \`Platform.ISTIO\`, or leave it out`;
  expect(refused).toEqual([
    `shop/ns: [unsupported-feature] ${needs('namespace `shop`', 'ambient')}`,
    `shop/ns: [unsupported-feature] ${needs('namespace `shop`', 'waypoints')}`,
    `shop/a: [unsupported-feature] ${needs('`shop/a`', 'waypoints')}`,
    `shop/a: [unsupported-feature] ${needs('`shop/a`', 'moving-services')}`,
    `shop/a: [unsupported-feature] ${needs('`shop/a`', 'ambient')}`,
  ]);
});

test.each<[[number, number], readonly string[]]>([
  [[1, 23], ['ambient', 'waypoints', 'egress-waypoint']], [[1, 24], ['waypoints', 'egress-waypoint']], [[1, 25], ['waypoints']], [[1, 26], []],
])('Istio %j lacks %j', (version, features) => {
  const lacking = refusals({ ...AMBIENT, mesh: { version }, externals: [through('api.example', [{ number: 443, protocol: 'https' }])] }).flatMap((text) => /needs `([^`]+)`/.exec(text)?.[1] ?? []);
  expect(new Set(lacking)).toEqual(new Set(features));
});

describe('more rules than an AuthorizationPolicy holds', () => {
  const callers = (n: number) => Array.from({ length: n }, (_, i) => service(`web/c${i}`, [], { dataPlane: 'ambient' }));
  const services = (n: number) => [...AMBIENT.services ?? [], ...callers(n)];
  const callingBy = (route: 'waypoint' | 'direct', n: number): Parts => (
    { ...AMBIENT, services: services(n), edges: callers(n).map(({ id }) => edge('shop/catalog', calledBy(id), via(toPort('http', 8080), route))) }
  );
  const tooMany = (of: string, construct: string, n: number) => `${construct}: [too-many-rules] the callers of \`${of}\` need ${n} rules and an AuthorizationPolicy holds 512; grant to their namespaces instead of one by one, or split the service`;

  test.each(['waypoint', 'direct'] as const)('are refused: route %s', (route) => {
    expect(refusals(callingBy(route, 513))).toEqual([tooMany('shop/catalog', 'shop/catalog', 513)]);
    expect(refusals(callingBy(route, 512))).toEqual([]);
  });

  test('count with that of the waypoint', () => {
    const one = edge('shop/catalog', calledBy('web/frontend'), via(toPort('http', 8080), 'waypoint'));
    const { edges = [], ...parts } = callingBy('direct', 512);
    expect(refusals({ ...parts, edges: [...edges, one] })).toEqual([tooMany('shop/catalog', 'shop/catalog', 513)]);
  });

  test('are refused of an external host', () => {
    const externals = callers(513).map(({ id }) => ({ ...external(id, 'api.example', [{ number: 443, protocol: 'https' as const }]), through: EGRESS }));
    expect(refusals({ ...AMBIENT, services: services(513), externals })).toEqual([
      'web/c0: [too-many-rules] the callers of `api.example` need 513 rules and an AuthorizationPolicy holds 512; let fewer services call it',
    ]);
    expect(refusals({ ...AMBIENT, services: services(513), externals: externals.slice(1) })).toEqual([]);
  });
});

test('a declaration that cannot stand for other reasons is counted, not thrown at', () => {
  const addresses: CallerModel = { kind: 'addresses', role: 'cidr', cidrs: ['192.168.0.0/16'], except: [] };
  const paths = Array.from({ length: 600 }, (_, i) => ({ paths: [{ kind: 'exact' as const, value: `/${i}` }] }));
  const edges = [edge('shop/catalog', calledBy('web/frontend'), toPort('http', 8080, ...paths)), edge('shop/catalog', addresses, via(toPort('http', 9090), 'waypoint'))];
  expect(refusals({ ...AMBIENT, edges })).toEqual([]);
});
