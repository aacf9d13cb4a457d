import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorld } from '../../src/eval';
import { ask, askAtAll, parseCaller, parseTarget, type QuestionAnswer } from '../../src/eval/ask';
import { readText } from '../../src/manifest';
import { answerText } from '../../src/report/decision-text';
import { enforcedTable } from '../../src/report';

const POLICIES = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: backend-waypoint, namespace: shop}
spec: {targetRefs: [{kind: Service, group: "", name: backend}], rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/frontend]}}], to: [{operation: {methods: [GET]}}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: backend-callers, namespace: shop}
spec: {selector: {matchLabels: {app: backend}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/waypoint]}}], to: [{operation: {ports: ["8080"]}}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart-waypoint, namespace: shop}
spec: {targetRefs: [{kind: Service, group: "", name: cart}], rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/other]}}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: bare, namespace: shop}
spec: {targetRefs: [{kind: Service, group: "", name: bare}], rules: [{to: [{operation: {methods: [GET]}}]}]}
`;
const BY_HTTP = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: by-http, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, rules: [{to: [{operation: {methods: [GET]}}]}]}
`;

function worldWith(...more: readonly string[]): ReturnType<typeof buildWorld> {
  const base = readFileSync(join(__dirname, '../cases/ambient/base.yaml'), 'utf8');
  const { manifests, problems } = readText([base, ...more].join('\n---\n'), 'ambient.yaml');
  expect(problems).toEqual([]);
  return buildWorld(manifests);
}

const world = worldWith(POLICIES);

function asked(from: string, to: string, method?: string, of = world): QuestionAnswer {
  return ask(of, { from: parseCaller(from), to: parseTarget(to), ...(method === undefined ? {} : { request: { method } }) });
}

test.each([
  ['shop/frontend', 'GET', 'allow'],
  ['shop/frontend', 'POST', 'deny'],
  ['shop/other', 'GET', 'deny'],
  ['web/frontend', 'GET', 'deny'],
  ['edge/ingress-istio', 'GET', 'deny'],
  ['anonymous', 'GET', 'deny'],
])('%s sends %s to a Service behind a waypoint: %s', (from, method, expected) => {
  expect(asked(from, 'shop/backend:80', method).answer).toBe(expected);
});

test('an answer names both hops', () => {
  const layers = asked('shop/frontend', 'shop/backend:80', 'GET').decisions[0].decision.layers.map((l) => l.layer);
  expect(layers).toEqual([
    'egress-policy', 'egress-scope', 'waypoint-ingress', 'waypoint-authorization', 'waypoint-egress', 'ingress-policy', 'capture', 'mtls',
    'request-authentication', 'custom', 'authorization-deny', 'authorization-allow',
  ]);
});

test.each([
  ['what came closest at the waypoint', asked('shop/frontend', 'shop/backend:80', 'POST'), 'nearest miss at waypoint-authorization: AuthorizationPolicy shop/backend-waypoint spec.rules[0] asks for methods [GET]'],
  ['what came closest at ztunnel', asked('shop/frontend', 'pod:shop/backend:8080'), 'asks for principals [cluster.local/ns/shop/sa/waypoint]'],
  ['a policy that is bound where no waypoint is', asked('shop/other', 'shop/bare:8080'), 'AuthorizationPolicy shop/bare, bound to Service shop/bare, is not asked: no waypoint is used'],
  ['a policy that is walked around', asked('web/frontend', 'shop/cart:80', 'GET'), 'AuthorizationPolicy shop/cart-waypoint, bound to Service shop/cart, is not asked: this way leads past waypoint shop/waypoint'],
  ['a rule that ztunnel is not given', asked('shop/other', 'pod:shop/cart:8080', 'GET', worldWith(BY_HTTP)), 'AuthorizationPolicy shop/by-http spec.rules[0] asks for HTTP, and ztunnel is not given such a rule'],
])('an explanation names %s', (_name, answer, expected) => {
  expect(answerText(answer)).toContain(expected);
});

test('whether anything is allowed is asked with a request where the waypoint takes HTTP', () => {
  const answer = askAtAll(world, { from: parseCaller('shop/other'), to: parseTarget('shop/backend:80') });
  expect(answer.answer).toBe('deny');
  expect(answerText(answer)).toContain('no rule of AuthorizationPolicy shop/backend-waypoint allows it');
});

test('the table says what is allowed through waypoints and past them', () => {
  const table = Object.fromEntries(enforcedTable(world).callees.map(({ callee, callers }) => [callee, callers.map(({ caller, access }) => `${caller}: ${access}`)]));
  expect(table).toEqual({
    'shop/backend:80 (pod port 8080)': ['shop/frontend: GET'],
    'shop/backend:9000 (pod port 9090)': [],
    'shop/backend:6000': [],
    'shop/backend:7000 (pod port 7070)': [],
    'shop/bare:8080': ['any address outside the cluster: everything', 'any pod: everything'],
    'shop/cart:80 (pod port 8080)': ['any address outside the cluster: everything', 'any pod: everything'],
    'web/site:80 (pod port 8080)': ['any address outside the cluster: everything', 'any pod: everything'],
  });
});
