import { accessLogsOf, type LoggedSide } from '../../src/eval/access-log';
import { buildWorld } from '../../src/eval';
import { readObjects } from '../../src/manifest';

type Entry = Readonly<Record<string, unknown>>;
const telemetry = (name: string, accessLogging: readonly Entry[], { namespace = 'shop', app }: { readonly namespace?: string; readonly app?: string } = {}): object => ({
  apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name, namespace },
  spec: { ...(app === undefined ? {} : { selector: { matchLabels: { app } } }), accessLogging },
});
const by = (...names: readonly string[]): Entry => ({ providers: names.map((name) => ({ name })) });
const off = { disabled: true };
const errors = { filter: { expression: 'response.code >= 400' } };
const to = (mode: LoggedSide): Entry => ({ match: { mode } });

/** As `mergeLogs` of istiod has it: https://github.com/istio/istio/blob/master/pilot/pkg/model/telemetry.go */
test.each<[string, readonly object[], LoggedSide, Readonly<Record<string, string>>]>([
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
  const { manifests, problems } = readObjects(objects.map((value) => ({ value, construct: 'test' })));
  expect(problems).toEqual([]);
  const pod = { id: 'shop/cart', namespace: 'shop', name: 'cart', labels: { app: 'cart' }, annotations: {}, serviceAccount: 'cart', dataPlane: 'sidecar', hostNetwork: false, containerPorts: [], assumed: true } as const;
  const logs = accessLogsOf(buildWorld(manifests), pod, side, ['audit']);
  expect(Object.fromEntries([...logs].map(([name, { what }]) => [name, what]))).toEqual(expected);
});
