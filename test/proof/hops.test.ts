import { hopsOf } from '../../src/proof/hops';
import type { AccessModel, CallerModel } from '../../src/model/model';
import { callerName } from '../../src/model/names';
import { external } from '../platforms/fixtures';
import { MODEL, WAYPOINT } from './ambient-shop';
import { MODEL as SIDECARS } from './shop';

const caller = (c: CallerModel): string => callerName(c).replace('cluster.local/ns/', '');
const edges = (model: AccessModel): readonly string[] => hopsOf(model).edges.map((e) => (
  `${caller(e.caller)} -> ${e.callee}: ${e.access.map((a) => `${a.targetPort}${a.http === undefined ? '' : ' requests'}`).join(', ')}`
));

test('without waypoints every connection is one hop already', () => {
  expect(hopsOf(SIDECARS)).toBe(SIDECARS);
});

test('what goes through a waypoint is two hops, neither of which knows a request', () => {
  expect(edges(MODEL)).toEqual([
    'monitoring/sa/prometheus -> shop/catalog: 9090',
    'shop/frontend -> shop/redis: 6379',
    'istio-ingress/sa/edge -> waypoint shop/waypoint: 15008',
    'waypoint shop/waypoint -> shop/catalog: 8080',
    'shop/frontend -> waypoint shop/waypoint: 15008',
  ]);
});

test('what may take either way keeps its own hop', () => {
  const [first, ...others] = MODEL.edges;
  const both = { ...first, access: [{ targetPort: 8080, protocol: 'http' as const, routes: ['direct', 'waypoint'] as const }] };
  expect(edges({ ...MODEL, edges: [both, ...others] })).toEqual(expect.arrayContaining([
    'istio-ingress/sa/edge -> shop/catalog: 8080', 'istio-ingress/sa/edge -> waypoint shop/waypoint: 15008', 'waypoint shop/waypoint -> shop/catalog: 8080',
  ]));
});

test('what leaves through a waypoint is the waypoint\'s to reach, once for all callers', () => {
  const through = { ...WAYPOINT, namespace: 'egress' };
  const host = (id: string, port: number, addresses: readonly string[]) => ({ ...external(id, 'api.example', [{ number: port, protocol: 'https' as const }], addresses), through });
  const model: AccessModel = {
    ...MODEL,
    externals: [host('shop/frontend', 443, ['192.0.2.1/32']), host('shop/redis', 8443, ['192.0.2.2/32']), external('shop/rogue', 'by-itself.example', [{ number: 80, protocol: 'http' }])],
  };
  expect(hopsOf(model).externals.map(({ caller: c, host: h, ports, addresses }) => [c, h, ports.map((p) => p.number), addresses])).toEqual([
    ['waypoint egress/waypoint', 'api.example', [443, 8443], ['192.0.2.1/32', '192.0.2.2/32']],
    ['shop/rogue', 'by-itself.example', [80], []],
  ]);
  expect(edges(model)).toEqual(expect.arrayContaining(['shop/frontend -> waypoint egress/waypoint: 15008', 'shop/redis -> waypoint egress/waypoint: 15008']));
});

test('an address that one caller does not know may be any', () => {
  const through = { ...WAYPOINT, namespace: 'egress' };
  const host = (id: string, addresses: readonly string[]) => ({ ...external(id, 'api.example', [{ number: 443, protocol: 'https' as const }], addresses), through });
  expect(hopsOf({ ...MODEL, externals: [host('shop/frontend', ['192.0.2.1/32']), host('shop/redis', [])] }).externals.map((e) => e.addresses)).toEqual([[]]);
});
