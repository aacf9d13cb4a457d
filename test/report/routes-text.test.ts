import { Mesh } from '../../src';
import { routesText } from '../../src/report';
import { cases } from '../golden/cases';

const HIDDEN = (...namespaces: readonly string[]): string => `  NetworkPolicy decides about peers and not about ports to ambient pods and waypoints (${namespaces.join(', ')}), `
  + 'and from ambient pods to sidecars: HBONE hides the port, which ztunnel, waypoints and sidecars decide about';

const routes = (name: string): readonly string[] => routesText(Mesh.of(cases[name].build())._synthesis.index().model).split('\n');

test.each<[string, readonly string[]]>([
  ['ambient-l4', ['Routes', HIDDEN('shop'), '', '']],
  ['ambient-waypoint', [
    'Routes', HIDDEN('shop'), '  shop/catalog: through waypoint shop/waypoint', '  monitoring/prometheus may dial the pods of shop/catalog, past waypoint shop/waypoint: pod port 9102', '', '',
  ]],
  ['ambient-existing-waypoint', ['Routes', HIDDEN('shop'), '  shop/catalog: through waypoint infra/shared, which is somebody else\'s', '', '']],
  ['ambient-egress', [
    'Routes', HIDDEN('egress', 'shop'), '  shop/catalog leaves for api.payments.example through waypoint egress/waypoint', '  shop/catalog leaves for feeds.example.com through waypoint egress/waypoint',
    '  shop/payment leaves for api.payments.example through waypoint egress/waypoint', '  shop/redis leaves for mirror.example through waypoint egress/waypoint', '', '',
  ]],
  ['ambient-migration', [
    'Routes', HIDDEN('shop'), '  shop/frontend: through waypoint shop/waypoint',
    '  pods of shop/frontend are ambient already, or sidecar still: either is proved, and every mixture',
    '  pods of shop/redis are ambient already, or sidecar still: either is proved, and every mixture', '', '',
  ]],
  ['http-exact', ['']],
])('%s', (name, expected) => {
  expect(routes(name)).toEqual(expected);
});

test('the report has them between the proof and the access table', () => {
  const text = Mesh.of(cases['ambient-waypoint'].build()).report().toText();
  const order = ['\nAssumptions\n', '\nchecked ', '\nRoutes\n', '\nshop/catalog:80 '].map((title) => text.indexOf(title));
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((a, b) => a - b));
});
