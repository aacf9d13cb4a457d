import { accessLogsOf } from '../../src/eval/access-log';
import { countedBy } from '../../src/eval/metrics';
import type { ReportedSide, TelemetryReader } from '../../src/eval/telemetry';
import { buildWorld, type World } from '../../src/eval';
import { readObjects } from '../../src/manifest';

type Entry = Readonly<Record<string, unknown>>;
const telemetry = (name: string, accessLogging: readonly Entry[], { namespace = 'shop', app }: { readonly namespace?: string; readonly app?: string } = {}): object => ({
  apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name, namespace },
  spec: { ...(app === undefined ? {} : { selector: { matchLabels: { app } } }), accessLogging },
});
const by = (...names: readonly string[]): Entry => ({ providers: names.map((name) => ({ name })) });
const off = { disabled: true };
const errors = { filter: { expression: 'response.code >= 400' } };
const to = (mode: ReportedSide): Entry => ({ match: { mode } });

/** As `mergeLogs` of istiod has it: https://github.com/istio/istio/blob/master/pilot/pkg/model/telemetry.go */
test.each<[string, readonly object[], ReportedSide, Readonly<Record<string, string>>]>([
  ['nothing said: the mesh\'s own', [], 'SERVER', { audit: 'everything' }],
  ['of another namespace', [telemetry('a', [off], { namespace: 'web' })], 'SERVER', { audit: 'everything' }],
  ['a list replaces the mesh\'s', [telemetry('a', [by('file')])], 'SERVER', { audit: 'nothing', file: 'everything' }],
  ['that names both', [telemetry('a', [by('audit', 'file')])], 'CLIENT', { audit: 'everything', file: 'everything' }],
  ['turned off', [telemetry('a', [off])], 'SERVER', { audit: 'nothing' }],
  ['turned off for one side', [telemetry('a', [{ ...off, ...to('CLIENT') }])], 'CLIENT', { audit: 'nothing' }],
  ['the other side has then nothing either', [telemetry('a', [{ ...off, ...to('CLIENT') }])], 'SERVER', { audit: 'nothing' }],
  ['in part', [telemetry('a', [{ ...by('audit'), ...errors }])], 'SERVER', { audit: 'part' }],
  ['a filter without providers is not read', [telemetry('a', [errors])], 'SERVER', { audit: 'everything' }],
  ['a later entry keeps the filter that was set', [telemetry('a', [{ ...by('audit'), ...errors }, {}])], 'SERVER', { audit: 'part' }],
  ['of the root namespace', [telemetry('a', [by('file')], { namespace: 'istio-system' })], 'SERVER', { audit: 'nothing', file: 'everything' }],
  ['the namespace over the root', [telemetry('a', [by('file')], { namespace: 'istio-system' }), telemetry('b', [by('audit')])], 'SERVER', { audit: 'everything' }],
  ['the pod over the namespace', [telemetry('a', [by('audit', 'file')]), telemetry('b', [off], { app: 'cart' })], 'SERVER', { audit: 'nothing', file: 'nothing' }],
  ['of other pods', [telemetry('a', [off], { app: 'catalog' })], 'SERVER', { audit: 'everything' }],
  ['the oldest of two without selector', [telemetry('a', [by('audit')]), telemetry('b', [off])], 'SERVER', { audit: 'everything' }],
  ['metrics alone', [{ ...telemetry('a', []), spec: { metrics: [{ providers: [{ name: 'prometheus' }] }] } }], 'SERVER', { audit: 'everything' }],
])('%s', (_, objects, side, expected) => {
  const logs = accessLogsOf(worldOf(objects), CART, side, ['audit']);
  expect(Object.fromEntries([...logs].map(([name, { what }]) => [name, what]))).toEqual(expected);
});

const CART: TelemetryReader = { proxy: 'sidecar', pod: { namespace: 'shop', labels: { app: 'cart' } } };

function worldOf(objects: readonly object[]): World {
  const { manifests, problems } = readObjects(objects.map((value) => ({ value, construct: 'test' })));
  expect(problems).toEqual([]);
  return buildWorld(manifests);
}

const GATEWAY = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
const bound = (kind: string, name: string, namespace = 'shop', group = 'gateway.networking.k8s.io'): object => ({
  ...telemetry('bound', [], { namespace }), spec: { targetRefs: [{ group, kind, name }], accessLogging: [off] },
});
const WAYPOINT: TelemetryReader = { proxy: 'waypoint', gateway: { namespace: 'shop', name: 'waypoint' }, service: { namespace: 'shop', name: 'cart' } };
const CENTRAL: TelemetryReader = { ...WAYPOINT, gateway: { namespace: 'infra', name: 'waypoint' } };
const EDGE: TelemetryReader = { proxy: 'gateway', pod: { namespace: 'shop', labels: { istio: 'edge' } } };
const EDGE_API: TelemetryReader = { proxy: 'gateway', pod: { namespace: 'shop', labels: { ...GATEWAY, app: 'edge' } } };
const [ON, OFF] = ['everything', 'nothing'];

/** As `applicableTelemetries` and `ShouldAttachPolicy` of istiod have it. */
test.each<[string, TelemetryReader, object, string]>([
  ['a waypoint reads its namespace\'s', WAYPOINT, telemetry('a', [off]), OFF],
  ['and the root namespace\'s', WAYPOINT, telemetry('a', [off], { namespace: 'istio-system' }), OFF],
  ['what selects its labels it does not', WAYPOINT, telemetry('a', [off], { app: 'cart' }), ON],
  ['what is bound to its Gateway', WAYPOINT, bound('Gateway', 'waypoint'), OFF],
  ['to another', WAYPOINT, bound('Gateway', 'other'), ON],
  ['to the Service', WAYPOINT, bound('Service', 'cart', 'shop', ''), OFF],
  ['to a ServiceEntry of that name', WAYPOINT, bound('ServiceEntry', 'cart', 'shop', 'networking.istio.io'), ON],
  ['to the class, from any namespace but the root', WAYPOINT, bound('GatewayClass', 'istio-waypoint'), ON],
  ['for a Service elsewhere it reads that one\'s namespace', CENTRAL, telemetry('a', [off]), OFF],
  ['and its own', CENTRAL, telemetry('a', [off], { namespace: 'infra' }), OFF],
  ['and what is bound to the Service', CENTRAL, bound('Service', 'cart', 'shop', ''), OFF],
  ['but not what is bound to its own Gateway', CENTRAL, bound('Gateway', 'waypoint', 'infra'), ON],
  ['a gateway reads what selects it', EDGE, { ...telemetry('a', [off]), spec: { selector: { matchLabels: { istio: 'edge' } }, accessLogging: [off] } }, OFF],
  ['and what is bound is none of its business', EDGE, bound('Gateway', 'edge'), ON],
  ['unless it is one of the Gateway API', EDGE_API, bound('Gateway', 'edge'), OFF],
  ['which reads selectors as well', EDGE_API, telemetry('a', [off], { app: 'edge' }), OFF],
  ['and no Service\'s', EDGE_API, bound('Service', 'cart', 'shop', ''), ON],
  ['a sidecar reads nothing that is bound', CART, bound('Service', 'cart', 'shop', ''), ON],
])('who reads what: %s', (_, reader, object, expected) => {
  expect(accessLogsOf(worldOf([object]), reader, reader.proxy === 'gateway' ? 'CLIENT' : 'SERVER', ['audit']).get('audit')?.what).toBe(expected);
});

const metrics = (...entries: readonly Entry[]): object => ({ ...telemetry('m', []), spec: { metrics: entries } });
const overriding = (...overrides: readonly Entry[]): object => metrics({ overrides });
const meshConfig = (mesh: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh } });
const COUNT = { name: 'REQUEST_COUNT', tags: ['response_code'] } as const;
const DEFAULT = meshConfig('defaultProviders: {metrics: [prometheus]}');

/** As `mergeMetrics` of istiod has it. */
test.each<[string, readonly object[], string]>([
  ['nothing said: as it is installed', [], ON],
  ['a MeshConfig with a provider', [DEFAULT], ON],
  ['a MeshConfig without', [meshConfig('trustDomain: cluster.local')], OFF],
  ['a MeshConfig that names only logs', [meshConfig('defaultProviders: {accessLogging: [envoy]}')], OFF],
  ['and a Telemetry that names it', [meshConfig('defaultProviders: {accessLogging: [envoy]}'), metrics(by('prometheus'))], ON],
  ['an empty list of providers is none', [metrics({ providers: [] })], ON],
  ['another provider alone', [DEFAULT, metrics(by('stackdriver'))], OFF],
  ['one of which nobody knows what it is', [metrics(by('ours'))], 'part'],
  ['one that a MeshConfig defines', [meshConfig('extensionProviders: [{name: ours, prometheus: {}}]'), metrics(by('Ours'))], ON],
  ['all of them turned off', [overriding(off)], OFF],
  ['all by name', [overriding({ ...off, match: { metric: 'ALL_METRICS' } })], OFF],
  ['this one', [overriding({ ...off, match: { metric: 'REQUEST_COUNT' } })], OFF],
  ['another', [overriding({ ...off, match: { metric: 'REQUEST_SIZE' } })], ON],
  ['one of one\'s own', [overriding({ ...off, match: { customMetric: 'REQUEST_COUNT' } })], ON],
  ['for the other side', [overriding({ ...off, match: { mode: 'CLIENT' } })], ON],
  ['for this side', [overriding({ ...off, match: { mode: 'SERVER' } })], OFF],
  ['all off, and something said of one after', [overriding(off, { match: { metric: 'REQUEST_SIZE' }, disabled: false })], ON],
  ['this one off and on again', [overriding({ ...off, match: { metric: 'REQUEST_COUNT' } }, { disabled: false })], ON],
  ['a tag that is asked for is removed', [overriding({ tagOverrides: { response_code: { operation: 'REMOVE' } } })], OFF],
  ['or has another value', [overriding({ tagOverrides: { response_code: { value: '\'200\'' } } })], 'part'],
  ['another tag', [overriding({ tagOverrides: { request_host: { operation: 'REMOVE' } } })], ON],
  ['by a provider that is not left', [DEFAULT, metrics({ ...by('prometheus'), overrides: [off] }, by('stackdriver'))], OFF],
])('metrics: %s', (_, objects, expected) => {
  expect(countedBy(worldOf(objects), CART, 'SERVER', COUNT).what).toBe(expected);
});
