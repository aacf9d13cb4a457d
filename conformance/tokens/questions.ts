import type { World } from '../../src/eval';
import type { AuthorizationPolicy, RequestAuthentication } from '../../src/manifest/kinds';
import type { WireHttp } from '../probe/wire';
import type { WireQuestion } from '../questions/question';
import { EC, PAIRS, type Pair, RSA } from './keys';
import { GARBAGE } from './read';
import { type Payload, signed } from './sign';

type Rule = NonNullable<RequestAuthentication['spec']['jwtRules']>[number];

const HOUR = 3600;

/** Requests of a mesh with tokens: each of `questions` with every token that a rule takes, and with every one-step change of one. */
export function withTokens(world: World, questions: readonly WireQuestion[]): WireQuestion[] {
  const namespaces = [...world.namespaces.keys()].map((n) => world.policies.in(n));
  const requests = namespaces.flatMap((n) => [...n.request.all, ...n.bound.request]);
  const rules = requests.flatMap((p) => p.object.spec.jwtRules ?? []).filter((r) => pairOf(r) !== undefined);
  const policies = namespaces.flatMap((n) => [...n.authorization.all, ...n.bound.authorization]).map((p) => p.object);
  const claims = wantedClaims(policies);
  const all = rules.flatMap((r) => carriers(r, claims));
  return questions.flatMap((q) => (q.http === undefined ? [] : all.map((carry) => ({ ...q, http: carry(q.http!) }))));
}

function pairOf({ jwks }: Rule): Pair | undefined {
  return PAIRS.find((pair) => pair.jwks === jwks);
}

/** Of each claim that a rule asks for the first value, as a token has it. */
function wantedClaims(policies: readonly AuthorizationPolicy[]): Payload {
  const claims: Record<string, unknown> = {};
  for (const { key, values = [] } of policies.flatMap((p) => p.spec.rules ?? []).flatMap((r) => r.when ?? [])) {
    const path = [...key.matchAll(/\[([^\]]*)\]/g)].map(([, name]) => name);
    if (!key.startsWith('request.auth.claims') || values.length === 0) continue;
    const inner = path.slice(1).reduceRight<unknown>((value, name) => ({ [name]: value }), values[0]);
    claims[path[0]] = inner;
  }
  return claims;
}

type Carry = (http: WireHttp) => WireHttp;

function carriers(rule: Rule, claims: Payload): readonly Carry[] {
  const pair = pairOf(rule)!;
  const usual = placesOf(rule)[0];
  const good: Payload = { iss: rule.issuer, sub: 'alice', ...(rule.audiences === undefined ? {} : { aud: rule.audiences[0] }), ...claims, exp: now() + HOUR };
  const whole = signed(pair, good);
  const payloads = [
    good, ...changed(good, 'sub', [undefined, '', 'batch', 'mallory']), ...changed(good, 'iss', [undefined, `${rule.issuer}/`, 'https://other.example']),
    ...audiences(good), ...changed(good, 'exp', [now() - HOUR, undefined]), { ...good, nbf: now() + HOUR }, { ...good, nbf: now() - HOUR },
    ...Object.entries(claims).flatMap(([name, value]) => changed(good, name, variants(value))),
  ];
  return [
    ...payloads.map((payload) => usual(signed(pair, payload))),
    // By somebody else's key, in its own name and in the issuer's; with no signature; changed after it was signed; not one at all.
    usual(signed(other(pair), good)), usual(signed(other(pair), good, { kid: pair.jwk.kid })), usual(signed(pair, good, { kid: 'unknown' })),
    usual(`${signed(pair, good, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`),
    usual([whole.split('.')[0], signed(pair, { ...good, sub: 'root' }).split('.')[1], whole.split('.')[2]].join('.')), usual(GARBAGE),
    ...placesOf(rule).slice(1).map((place) => place(whole)),
    ...ELSEWHERE.map((place) => place(whole)),
    ...[whole, GARBAGE].flatMap((token) => [usual(token), (http: WireHttp) => http].map((place): Carry => (http) => preflight(place(http)))),
    (http) => ({ ...preflight(http), headers: [['origin', 'https://page.example']] }),
  ];
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function other(pair: Pair): Pair {
  return pair === RSA ? EC : RSA;
}

function changed(payload: Payload, name: string, values: readonly unknown[]): readonly Payload[] {
  return values.map((value) => ({ ...payload, [name]: value }));
}

/** Compared without scheme and one slash at the end; as a list. */
function audiences(good: Payload): readonly Payload[] {
  const aud = typeof good.aud === 'string' ? good.aud : 'any';
  const bare = aud.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return changed(good, 'aud', [undefined, 'other', [aud, 'other'], ['other'], bare, `${bare}/`, `http://${bare}`, `https://${bare}/`, `${bare}x`, `${bare}//`, bare.toUpperCase()]);
}

/** Absent, another, as part of a list, as words, longer, of another type; below, each of them again. */
function variants(value: unknown): readonly unknown[] {
  if (typeof value === 'object' && value !== null) {
    return [undefined, 'x', ...Object.entries(value).flatMap(([name, inner]) => variants(inner).map((v) => ({ [name]: v })))];
  }
  const text = String(value);
  return [undefined, 'other', [text], ['other', text], ['other'], [], `other ${text}`, `${text}x`, text.toUpperCase(), 7, true, { inner: text }];
}

function placesOf({ fromHeaders = [] }: Rule): readonly ((token: string) => Carry)[] {
  const own = fromHeaders.map(({ name, prefix = '' }) => inHeader(name, prefix));
  return own.length > 0 ? own : [inHeader('authorization', 'Bearer '), inParameter('access_token')];
}

const ELSEWHERE: readonly ((token: string) => Carry)[] = [
  inHeader('authorization', 'bearer '), inHeader('authorization', 'Basic '), inHeader('x-elsewhere', ''), inHeader('X-Token', ''), inHeader('x-token', 'token '),
  inHeader('x-partner-token', ''), inParameter('token'), inHeader('cookie', 'session='),
];

function inHeader(name: string, prefix: string): (token: string) => Carry {
  return (token) => (http) => ({ ...http, headers: [...http.headers, [name, `${prefix}${token}`]] });
}

function inParameter(name: string): (token: string) => Carry {
  return (token) => (http) => ({ ...http, path: `${http.path}?${name}=${token}` });
}

function preflight(http: WireHttp): WireHttp {
  return { ...http, method: 'OPTIONS', headers: [...http.headers, ['origin', 'https://page.example'], ['access-control-request-method', 'PUT']] };
}
