import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile, runCases } from '../../src/cases';
import { buildWorld } from '../../src/eval';
import { ask, parseCaller, parsePlace, parseTarget } from '../../src/eval/ask';
import { readPaths } from '../../src/manifest';
import { answerText } from '../../src/report';

const DIRECTORY = join(__dirname, '../cases/gateways');

describe.each(['classic', 'api', 'corners'])('%s', (name) => {
  const file = join(DIRECTORY, `${name}.cases.yaml`);
  const { caseFile, problems } = parseCaseFile(file, readFileSync(file, 'utf8'));
  const { manifests, problems: unread } = readPaths(caseFile!.manifests);
  const run = runCases(caseFile!, buildWorld(manifests, caseFile!.settings));
  test('is asked about', () => expect([...problems, ...unread, ...run.problems]).toEqual([]));
  test.each(run.results.map((r) => [r.case.name, r] as const))('%s', (_name, { case: one, answer }) => {
    expect([answer.answer, answerText(answer, true)]).toEqual([one.expect, expect.any(String)]);
  });
});

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
