import fc from 'fast-check';
import { buildWorld, callerOf, type HttpRequest, type Layer, prepare, type Token, type World, workloadsNamed } from '../../src/eval';
import { contains, type Witness } from '../../src/eval/request-set';
import { keysOf } from '../../src/eval/tokens/key';
import { headerPlace } from '../../src/eval/tokens/place';
import { readObjects } from '../../src/manifest';
import { EC_KEYS, RSA_KEYS } from '../golden/token-keys';
import { runs } from '../long';

const RUNS = { numRuns: runs(250, 3), seed: 20261123 };
const LAYERS: readonly Layer[] = ['request-authentication', 'authorization-deny', 'authorization-allow'];

type Shape = Readonly<Record<string, fc.Arbitrary<unknown>>>;
const optional = (shape: Shape): fc.Arbitrary<Record<string, unknown>> => fc.record(shape, { requiredKeys: [] });
const one = (...values: string[]): fc.Arbitrary<string[]> => fc.constantFrom(...values).map((v) => [v]);

const jwtRule = fc.tuple(
  fc.record({ issuer: fc.constantFrom('a', 'b'), jwks: fc.constantFrom(EC_KEYS, RSA_KEYS) }),
  optional({
    audiences: one('x'), forwardOriginalToken: fc.boolean(), spaceDelimitedClaims: one('g', 'g', 'aud', 'sub'),
    fromHeaders: fc.constantFrom([{ name: 'x-token' }], [{ name: 'x-token', prefix: 'token ' }]),
    outputClaimToHeaders: fc.constantFrom('x-h', 'x-token', 'host').map((header) => [{ header, claim: 'g' }]),
  }),
).map(([must, may]) => ({ ...must, ...may }));

const isSomething = (o: object): boolean => Object.keys(o).length > 0;
const value = one('p', 'p q', '*', 'p*', '*q');
const compared = (key: string): fc.Arbitrary<object> => fc.tuple(fc.constantFrom('values', 'notValues'), value).map(([field, values]) => ({ key, [field]: values }));
const principals = one('*', 'a/*', '*/s', 'a/s', 'b/*');
const policyRule = optional({
  from: fc.tuple(fc.constantFrom('requestPrincipals', 'notRequestPrincipals'), principals).map(([field, values]) => [{ source: { [field]: values } }]),
  to: optional({ methods: one('OPTIONS', 'GET'), hosts: one('h') }).filter(isSomething).map((operation) => [{ operation }]),
  when: fc.array(fc.oneof(...[
    'request.auth.claims[g]', 'request.auth.audiences', 'request.headers[x-h]', 'request.headers[origin]', 'request.headers[access-control-request-method]',
  ].map(compared)), { minLength: 1, maxLength: 2 }),
});

const claim = fc.constantFrom<string | string[]>('p', 'p q', ' p', '', ['p'], ['p q'], ['q', 'p'], []);
const token: fc.Arbitrary<Token> = fc.record({
  key: fc.constantFrom(EC_KEYS, RSA_KEYS).map((jwks) => keysOf({ jwks })[0]),
  at: fc.constantFrom(headerPlace('authorization', 'Bearer '), headerPlace('x-token'), headerPlace('x-token', 'token '), headerPlace('elsewhere')),
  claims: optional({
    '[iss]': fc.constantFrom('a', 'b'), '[sub]': fc.constantFrom('s', 't', ''), '[aud]': fc.constantFrom<string | string[]>('x', 'x p', ['p', 'x']), '[g]': claim,
  }) as fc.Arbitrary<Token['claims']>,
});
const sent = fc.constantFrom('', 'p', 'q');
const request: fc.Arbitrary<HttpRequest> = fc.record({
  method: fc.constantFrom('GET', 'OPTIONS', 'OPTIONS'), path: fc.constant('/'), host: fc.constantFrom('h', 'i'),
  headers: optional({ origin: sent, 'access-control-request-method': sent, 'x-h': sent }) as fc.Arbitrary<Record<string, string>>,
  token: fc.option(token, { nil: undefined }),
}).map(({ token: carried, ...rest }) => ({ ...rest, ...(carried === undefined ? {} : { token: carried }) }));

function worldOf(jwtRules: readonly object[], allow: readonly object[], deny: readonly object[]): World {
  const policy = (kind: string, name: string, spec: object): object => ({ apiVersion: 'security.istio.io/v1', kind, metadata: { name, namespace: 'shop' }, spec });
  const deployment = {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'backend', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'backend' } }, template: { metadata: { labels: { app: 'backend' } }, spec: { containers: [{ name: 'app', image: 'app' }] } } },
  };
  const { manifests, problems } = readObjects([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } }, deployment,
    policy('RequestAuthentication', 'tokens', { jwtRules }), policy('AuthorizationPolicy', 'allow', { rules: allow }),
    ...(deny.length === 0 ? [] : [policy('AuthorizationPolicy', 'deny', { action: 'DENY', rules: deny })]),
  ].map((o) => ({ value: o, construct: 'shop' })));
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join('\n'));
  return buildWorld(manifests);
}

test('what sets say of requests with tokens, each request is told by itself', () => {
  const rules = fc.array(policyRule.filter(isSomething), { maxLength: 2 });
  const decided = new Map(LAYERS.map((layer) => [layer, new Set<string>()]));
  const mesh = fc.tuple(fc.array(jwtRule, { minLength: 1, maxLength: 2 }), rules, rules, fc.array(request, { minLength: 20, maxLength: 20 }));
  fc.assert(fc.property(mesh, ([jwt, allow, deny, requests]) => {
    const world = worldOf(jwt, allow, deny);
    const [workload] = workloadsNamed(world, 'shop', 'backend');
    const caller = callerOf(world, workload);
    for (const layer of prepare(world, { workload, port: 8080, protocol: 'TCP' }).layers.filter((l) => LAYERS.includes(l.layer))) {
      const set = layer.explore(caller);
      for (const http of requests) {
        const { answer } = layer.decide(caller, { http });
        const { token: carried, ...plain } = http;
        const asSent = carried === undefined ? {} : { token: { at: carried.at!, key: carried.key!, claims: carried.claims } };
        const witness: Witness = { kind: 'http', ...plain, ...asSent, when: [] };
        const told = contains(set.allow, witness) ? 'allow' : contains(set.maybe, witness) ? 'undetermined' : 'deny';
        // Where a set is in doubt a single request may be decided.
        if (told !== 'undetermined' && told !== answer) throw new Error(`${layer.layer} of ${JSON.stringify(http)}: ${answer}, but as a set ${told}`);
        decided.get(layer.layer)!.add(told);
      }
    }
  }), RUNS);
  for (const [layer, answers] of decided) expect([layer, [...answers].sort()]).toEqual([layer, ['allow', 'deny', 'undetermined']]);
});
