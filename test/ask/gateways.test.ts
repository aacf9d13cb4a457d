import { join } from 'node:path';
import { buildWorld } from '../../src/eval';
import { ask, parseCaller, parsePlace, parseTarget } from '../../src/eval/ask';
import { readPaths } from '../../src/manifest';
import { answerText } from '../../src/report';
import { testCaseFile } from './case-files';

const DIRECTORY = join(__dirname, '../cases/gateways');

describe.each(['classic', 'api', 'corners', 'delegates'])('%s', (name) => testCaseFile(DIRECTORY, name));

const world = buildWorld(readPaths([join(DIRECTORY, 'classic.yaml')]).manifests);
const via = (from: string, gateway: string, to: string, request?: object): string => answerText(
  ask(world, { from: parseCaller(from), via: parsePlace(gateway), to: parseTarget(to), ...(request && { request }) }), true,
).replaceAll(`${DIRECTORY}/`, '');

test('every layer of the way says what determined it', () => {
  expect(via('anonymous@203.0.113.7', 'istio-ingress/edge:80', 'shop/frontend:80', { host: 'shop.example', path: '/old/a' })).toMatchSnapshot();
});

test.each([
  ['a request without a host', 'istio-ingress/edge:80', 'shop/frontend:80', {}, 'a request through a gateway needs a host'],
  ['a pod behind a gateway', 'istio-ingress/edge:80', 'pod:shop/frontend:8080', undefined, 'routes lead to Services, got the pod `pod:shop/frontend:8080`'],
  ['what is no gateway', 'shop/redis:6379', 'shop/frontend:80', undefined, '`shop/redis:6379` is no gateway: shop/redis has no proxy of its own'],
])('%s cannot be asked about', (_name, gateway, to, request, message) => {
  expect(() => via('anonymous', gateway, to, request)).toThrow(message);
});
