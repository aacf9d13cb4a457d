import { diffAccess, surroundingsOf } from '../../src/diff';
import { calleeDiffs } from '../../src/diff/callees';
import { buildWorld, type World } from '../../src/eval';
import { readObjects, readText } from '../../src/manifest';
import { Random } from '../fuzz/random';
import { LONG } from '../long';
import { pairOf } from './random-pairs';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const TIMES = Number(process.env.PAIRS ?? (LONG ? 200 : 12));

function worldOf(objects: readonly unknown[], podCidrs: readonly string[] | undefined): World {
  const { manifests, problems } = readObjects(objects.map((value, i) => ({ value, construct: `object ${i}` })));
  const wrong = problems.filter(({ code }) => code !== 'ambiguous-sidecar');
  if (wrong.length > 0) expect(wrong).toEqual([]);
  return buildWorld(manifests, podCidrs === undefined ? {} : { podCidrs });
}

test(`who is not concerned by a change of policies has the same access, asked all the same (SEED=${SEED})`, () => {
  const seen = { nobody: 0, some: 0, everybody: 0, told: 0 };
  for (let seed = SEED; seed < SEED + TIMES; seed++) {
    const random = new Random(seed);
    const pair = pairOf(random);
    const podCidrs = random.of([undefined, ['10.0.0.0/16']]);
    const surroundings = surroundingsOf({ before: worldOf(pair.before, podCidrs), after: worldOf(pair.after, podCidrs) });
    let some = 0;
    const counted = calleeDiffs({ ...surroundings, concernedAt: (at) => {
      const concerned = surroundings.concernedAt(at);
      seen[typeof concerned === 'string' ? concerned : 'some']++;
      if (typeof concerned !== 'string') some++;
      return concerned;
    } });
    const all = calleeDiffs({ ...surroundings, concernedAt: () => 'everybody' });
    if (some > 0 && all.length > 0) seen.told++;
    if (JSON.stringify(counted) !== JSON.stringify(all)) expect({ seed, callees: counted }).toEqual({ seed, callees: all });
  }
  // Otherwise this compares nothing.
  expect(Object.entries(seen).filter(([, times]) => times < TIMES / 10)).toEqual([]);
}, 300_000);

const pod = (name: string, namespace: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {serviceAccountName: ${name}, containers: [{name: app, image: app}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}
`;
const namespace = (name: string, labels: string): string => `---\n{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {${labels}}}}\n`;
const peer = (name: string, mode: string): string => `---
{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: ${name}, namespace: shop}, spec: {mtls: {mode: ${mode}}}}
`;
const read = (text: string): World => buildWorld(readText(text, 'all.yaml').manifests);

test('what nobody can decide about pods as a whole is no other thing where their own way out is another', () => {
  const fixed = [namespace('shop', 'istio-injection: enabled'), pod('cart', 'shop'), pod('front', 'shop'), peer('one', 'STRICT'), peer('two', 'PERMISSIVE')].join('');
  const closed = '---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: out, namespace: shop}, spec: {podSelector: {}, policyTypes: [Egress]}}\n';
  const { callees } = diffAccess({ before: read(fixed + closed), after: read(fixed) });
  expect(callees.find(({ callee }) => callee === 'shop/cart:80 (pod port 8080)')?.changes.map(({ caller }) => caller)).toEqual(['shop/cart', 'shop/front', 'any other pod of namespace shop']);
  expect(callees.flatMap(({ undecided }) => undecided.map(({ caller }) => caller))).toEqual([]);
});

test('identities of which no pod is known go to a waypoint whatever policies are for pods of their namespace', () => {
  const gateway = '---\n{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: waypoint, namespace: web}, spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}\n';
  const denied = `---
{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: strangers, namespace: web}, spec: {action: DENY, rules: [{from: [{source: {principals: [cluster.local/ns/shop/*]}}]}]}}
`;
  const ambient = 'istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint';
  const fixed = [namespace('shop', ''), namespace('web', ambient), pod('cart', 'shop'), pod('job', 'web'), gateway, denied].join('');
  const closed = '---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: out, namespace: shop}, spec: {podSelector: {}, policyTypes: [Egress]}}\n';
  for (const [before, after] of [[fixed, fixed + closed], [fixed + closed, fixed]]) {
    const surroundings = surroundingsOf({ before: read(before), after: read(after) });
    const all = calleeDiffs({ ...surroundings, concernedAt: () => 'everybody' });
    expect(all.flatMap(({ changes }) => changes.map(({ caller }) => caller))).toContain('shop/cart');
    expect(all.flatMap(({ undecided }) => undecided)).toEqual([]);
    expect(calleeDiffs(surroundings)).toEqual(all);
  }
});
