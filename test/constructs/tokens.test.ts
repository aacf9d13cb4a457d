import { Access, Condition, DataPlane, HeaderMatch, HttpMethod, HttpPath, JwtIssuer, type JwtIssuerOptions, type JwtRequirement, type MeshServiceProps, Platform, Prometheus, ServicePort } from '../../src';
import { requirementsFile } from '../../src/private/outputs/requirements-file';
import { EC_KEYS, RSA_KEYS } from '../golden/token-keys';
import { problems, Shop } from './mesh';

const IDP = 'https://idp.example';
const idp = JwtIssuer.withKeys(IDP, RSA_KEYS);
const ports = [ServicePort.http(80)];
const exceptBecause = { reason: 'status page' };

function shopWith(requireJwt: Partial<JwtRequirement>, props: MeshServiceProps = {}): { readonly shop: Shop; readonly api: ReturnType<Shop['service']> } {
  const shop = new Shop({ asOf: '2026-11-23' });
  return { shop, api: shop.service('api', { ports, requireJwt: { issuers: [idp], ...requireJwt }, ...props }) };
}

const refusal = (declare: () => unknown): string => {
  try {
    declare();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
};

const withOptions = (options: unknown) => (): unknown => JwtIssuer.withKeys(IDP, RSA_KEYS, options as JwtIssuerOptions);
const withKeys = (...keys: readonly unknown[]) => (): unknown => JwtIssuer.withKeys(IDP, JSON.stringify({ keys }));
const [RSA, EC] = [RSA_KEYS, EC_KEYS].map((jwks) => (JSON.parse(jwks) as { keys: Record<'n' | 'x', string>[] }).keys[0]);
const served = 'give what the issuer serves: `{"keys":[{"kty":"RSA","kid":"…","n":"…","e":"…"}]}`';

test.each<[string, () => unknown, string]>([
  ['an issuer with white space', () => JwtIssuer.withKeys('the idp', RSA_KEYS), '[invalid-issuer] issuer `the idp` has white space; write the claim `iss` as it is in the tokens'],
  ['an issuer that would be a pattern', () => JwtIssuer.withKeys('*.example', RSA_KEYS), '[invalid-issuer] issuer `*.example` starts with `*`, which would be taken as a pattern; name one issuer'],
  ['no issuer', () => JwtIssuer.withKeys('', RSA_KEYS), '[invalid-issuer] issuer is empty; give a value or leave it out'],
  ['keys that are no JSON', () => JwtIssuer.withKeys(IDP, 'RSA'), `[invalid-jwks] \`jwks\` is not JSON; ${served}`],
  ['keys that are no set', () => JwtIssuer.withKeys(IDP, '[]'), `[invalid-jwks] \`jwks\` has no list \`keys\`, or an empty one; ${served}`],
  ['no keys', withKeys(), `[invalid-jwks] \`jwks\` has no list \`keys\`, or an empty one; ${served}`],
  ['a key that is none', withKeys('x'), `[invalid-jwks] \`jwks\` has \`x\` at keys[0]; ${served}`],
  ['a key of another type', withKeys({ kty: 'XYZ' }), `[invalid-jwks] \`jwks\` has a key of type \`XYZ\` at keys[0]; proxies know RSA, EC and OKP; ${served}`],
  ['half a key', withKeys({ kty: 'RSA', n: 'x' }), `[invalid-jwks] \`jwks\` has a key without \`e\` at keys[0]; ${served}`],
  ['an empty key', withKeys({ ...RSA, n: '' }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: \`n\` is empty; ${served}`],
  ['a key that is not written as keys are', withKeys({ ...EC, x: 'a+b=' }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: \`x\` is not base64url; ${served}`],
  ['a point beside the curve', withKeys(RSA, { ...EC, y: EC.x }), `[invalid-jwks] \`jwks\` has a key at keys[1] that proves nothing: it is no EC key; ${served}`],
  ['a curve that proxies do not know', withKeys({ ...EC, crv: 'secp256k1' }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: curve \`secp256k1\` is none of P-256, P-384, P-521; ${served}`],
  ['a short key', withKeys({ ...RSA, n: RSA.n.slice(0, 172) }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: it has 1032 bits, and 2048 are the least; ${served}`],
  ['a key that everybody can sign with', withKeys({ ...RSA, e: 'AQ' }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: \`e\` is 1, and proxies take 3 and 65537; ${served}`],
  ['an exponent that proxies refuse', withKeys({ ...RSA, e: 'AQE' }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: \`e\` is 257, and proxies take 3 and 65537; ${served}`],
  ['a key to encrypt with', withKeys({ ...RSA, alg: 'RSA-OAEP' }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: \`alg\` is \`RSA-OAEP\`, and proxies know RS256, RS384, RS512, PS256, PS384, PS512 of such a key; ${served}`],
  ['an algorithm of another curve', withKeys({ ...EC, alg: 'ES384' }), `[invalid-jwks] \`jwks\` has a key at keys[0] that proves nothing: \`alg\` is \`ES384\`, and proxies know ES256 of such a key; ${served}`],
  ['a secret beside a public key', withKeys({ ...RSA, k: 'c2VjcmV0' }), '[private-key] `jwks` has a key at keys[0] that can sign tokens; give the public keys alone, and replace this one: it is known now'],
  ['a private key', withKeys({ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }), '[private-key] `jwks` has a key at keys[0] that can sign tokens; give the public keys alone, and replace this one: it is known now'],
  ['a secret', withKeys({ kty: 'RSA', n: 'n', e: 'e' }, { kty: 'oct', k: 'secret' }), '[private-key] `jwks` has a key at keys[1] that can sign tokens; give the public keys alone, and replace this one: it is known now'],
  ['keys in plaintext', () => JwtIssuer.withKeysAt(IDP, 'http://idp.example/keys'), '[invalid-jwks-uri] jwksUri `http://idp.example/keys` is not an https URL; serve the keys by https, or give them with `JwtIssuer.withKeys`: who can change them on their way can sign tokens'],
  ...[' https://idp.example/keys', 'https://user:secret@idp.example/keys', 'https:///keys', 'https://idp.example/keys#1', 'https://idp.example/ke ys', 'https://ïdp.example/'].map((uri): [string, () => unknown, string] => (
    [`keys at ${uri}`, () => JwtIssuer.withKeysAt(IDP, uri), `[invalid-jwks-uri] jwksUri \`${uri}\` has more than a host, a path and a query, or characters that are sent encoded; write it like \`https://idp.example/keys\``]
  )),
  ['no audiences', withOptions({ audiences: [] }), '[empty-list] audiences is an empty list; leave it out, or name at least one value'],
  ['a pattern of audiences', withOptions({ audiences: ['shop-*'] }), '[invalid-audience] audiences[0] `shop-*` has white space or `*`; name one audience: there are no patterns'],
  ['a header that is none', withOptions({ fromHeaders: [{ name: 'x token' }] }), '[invalid-header] fromHeaders[0].name `x token` is not a header name; write it like `x-token`'],
  ['the host for a header', withOptions({ fromHeaders: [{ name: 'Host' }] }), '[invalid-header] fromHeaders[0].name `Host` is no header to proxies, but the host of the request; have the token in a header of its own'],
  ['an empty prefix', withOptions({ fromHeaders: [{ name: 'x-token', prefix: '' }] }), '[invalid-header] fromHeaders[0].prefix is empty; give a value or leave it out'],
  ['a prefix that no header has', withOptions({ fromHeaders: [{ name: 'x-token', prefix: 'Tök ' }] }), '[invalid-header] fromHeaders[0].prefix "Tök " begins no value of a header; use printable ASCII, like `Bearer `'],
  ['no issuers', () => shopWith({ issuers: [] }), '[empty-list] issuers is an empty list; leave it out, or name at least one value'],
  ['an issuer twice', () => shopWith({ issuers: [idp, JwtIssuer.withKeysAt(IDP, 'https://idp.example/keys')] }), '[duplicate-issuer] `shop/api` takes tokens of issuer `https://idp.example` twice; put all of its keys, audiences and headers into one `JwtIssuer`'],
  ['paths without a reason', () => shopWith({ except: [HttpPath.exact('/a')] }), '[missing-reason] `shop/api` excepts paths from `requireJwt` and does not say why; give `exceptBecause: { reason: … }`; it stands in every report'],
  ['a reason for no paths', () => shopWith({ exceptBecause }), '[empty-list] `exceptBecause` is given and `except` is not; name the paths'],
  ['a claim with brackets', () => Condition.jwtClaim('a[b]', 'x'), '[invalid-claim] claim `a[b]` has a bracket, which Istio would take for a nested claim; ask for another claim'],
  ['a claim of no value', () => Condition.jwtClaim('groups'), '[empty-list] values is an empty list; leave it out, or name at least one value'],
  ['a pattern of values', () => Condition.jwtClaim('groups', 'admin*'), '[invalid-claim] values[0] `admin*` has a `*` at one end, which would be taken as a pattern; name each value'],
  ['a claim that is a number', () => Condition.jwtClaim('exp', '1'), '[invalid-claim] claim `exp` is a number, which is equal to nothing; leave it out: whether a token holds today is asked of every one'],
  ['a claim inside text', () => Condition.jwtNestedClaim(['sub', 'name'], 'x'), '[invalid-claim] claim `sub` has none inside it: it is text; ask for what it says with `Condition.jwtClaim`'],
  ['words as one', () => Condition.jwtClaim('scope', 'read write'), '[invalid-claim] values[0] `read write` has a space, and `scope` is taken as a list of words; give a condition per word: conditions all must hold'],
  ['a claim without a name', () => Condition.jwtNestedClaim([], 'x'), '[empty-list] path is an empty list; leave it out, or name at least one value'],
  ['issuers that contradict', () => shopWith({}).api.allowFrom(new Shop().service('web'), { when: [Condition.jwtIssuer('a'), Condition.jwtIssuer('b')] }),
    '[contradicting-conditions] `shop/api` asks for a token that issuers of all of its conditions at once have issued, and there is none; conditions all must hold: write one `Condition.jwtIssuer` with every issuer that is meant'],
])('%s', (_what, declare, message) => {
  expect(refusal(declare)).toBe(message);
});

const together = 'conditions all must hold, and the values of one are alternatives: write one `Condition.jwtClaim` with every value that is meant';
const preflight = ['origin', 'access-control-request-method'].map((name) => HeaderMatch.present(name));
const isNamed = 'granted to `shop/web`';
test.each<[string, Partial<JwtRequirement> | undefined, MeshServiceProps, Access[] | undefined, Condition[], string]>([
  ['claims of nobody', undefined, {}, undefined, [Condition.jwtClaim('groups', 'x')], `[token-not-required] \`shop/api\` takes nobody's tokens, and a grant asks for what is in them (${isNamed}); give the service \`requireJwt\`, or leave out \`Condition.jwtClaim\` and \`Condition.jwtIssuer\``],
  ['an issuer that is not taken', {}, {}, undefined, [Condition.jwtIssuer('x')], `[unknown-issuer] \`shop/api\` takes no tokens of issuer \`x\`, which a grant asks for (${isNamed}); use \`https://idp.example\`, or add it to \`requireJwt\``],
  ['bytes', {}, { ports: [ServicePort.http(80), ServicePort.tcp(9000)] }, undefined, [], `[token-not-carried] port \`9000\` of \`shop/api\` is \`tcp\` and carries no token, which the service requires (${isNamed}); grant its HTTP ports alone, and let the port be of a service of its own`],
  ['two subjects', {}, {}, undefined, [Condition.jwtClaim('sub', 'alice'), Condition.jwtClaim('sub', 'bob', 'carol')], `[impossible-token] a grant at \`shop/api\` asks for a token that nobody can have: its \`sub\` would have to be two things at once, and is one text (${isNamed}); ${together}`],
  ['an issuer that contradicts', {}, {}, undefined, [Condition.jwtClaim('iss', 'https://other.example')], `[impossible-token] a grant at \`shop/api\` asks for a token that nobody can have: its \`iss\` would have to be \`https://other.example\`, and the token of \`https://idp.example\` (${isNamed}); ${together}`],
  ['two issuers', {}, {}, undefined, [Condition.jwtClaim('iss', IDP), Condition.jwtClaim('iss', 'x')], `[impossible-token] a grant at \`shop/api\` asks for a token that nobody can have: its \`iss\` would have to be two things at once, and the token of \`https://idp.example\` (${isNamed}); ${together}`],
  ['a claim that is text and more', {}, {}, undefined, [Condition.jwtClaim('realm', 'a'), Condition.jwtNestedClaim(['realm', 'roles'], 'b')], `[impossible-token] a grant at \`shop/api\` asks for a token that nobody can have: claim \`realm\` would have to be text and have others inside it (${isNamed}); ${together}`],
  ['preflights alone', {}, {}, [Access.http({ methods: [HttpMethod.OPTIONS], headers: preflight })], [], `[preflight-with-token] nothing but CORS preflights is granted at \`shop/api\`, which carry no token, and it requires one (${isNamed}); give \`requireJwt\` \`allowCorsPreflight: true\`, or grant the requests that preflights ask about`],
  ['the header of the token', {}, {}, undefined, [Condition.header(HeaderMatch.prefix('Authorization', 'Bearer'))], `[header-taken-out] a grant at \`shop/api\` asks for header \`authorization\`, which is taken out with tokens of \`https://idp.example\` before grants are compared (${isNamed}); give the issuer \`forwardOriginalToken: true\`, or ask for another header`],
  ['a header of tokens', { issuers: [JwtIssuer.withKeys('a', RSA_KEYS, { fromHeaders: [{ name: 'Origin' }] })], allowCorsPreflight: true }, {}, undefined, [], `[header-taken-out] a grant at \`shop/api\` asks for header \`origin\`, which is taken out with tokens of \`a\` before grants are compared (${isNamed}); give the issuer \`forwardOriginalToken: true\`, or ask for another header`],
  ['paths that overlap', { except: [HttpPath.suffix('.css')], exceptBecause }, {}, [Access.http({ paths: [HttpPath.under('/shop')] })], [], `[overlapping-paths] paths that need no token at \`shop/api\`, \`.css\`, are granted in part, by \`/shop\`: what they have in common is no one path pattern (${isNamed}); except paths that lie inside of what is granted, or around it`],
])('%s', (_what, requireJwt, props, access, when, message) => {
  const shop = new Shop();
  const api = shop.service('api', { ports, ...(requireJwt === undefined ? {} : { requireJwt: { issuers: [idp], ...requireJwt } }), ...props });
  api.allowFrom(shop.service('web'), { ...(access === undefined ? {} : { access }), ...(when.length === 0 ? {} : { when }) });
  expect(problems(shop.app)).toContain(`[mesh] shop/api: ${message}`);
});

const principals = ['cluster.local/ns/shop/sa/web'];
const requestPrincipals = ['https://idp.example/*'];
const rules = (shop: Shop): unknown => shop.object('AuthorizationPolicy', 'api-callers').spec.rules;

test('the same program in any order', () => {
  const one = JwtIssuer.withKeys('a', RSA_KEYS, { audiences: ['x', 'y'], fromHeaders: [{ name: 'B' }, { name: 'a' }] });
  const same = JwtIssuer.withKeys('a', JSON.stringify(JSON.parse(RSA_KEYS), undefined, 2), { audiences: ['y', 'x', 'y'], fromHeaders: [{ name: 'A' }, { name: 'b' }] });
  const specOf = (issuers: JwtIssuer[]): unknown => shopWith({ issuers }).shop.object('RequestAuthentication', 'api-tokens').spec;
  expect(specOf([idp, same])).toEqual(specOf([one, idp]));
});

test('what needs no token is what is granted and excepted, and not where claims are asked for', () => {
  const { shop, api } = shopWith({ except: [HttpPath.exact('/a/status'), HttpPath.under('/b')], exceptBecause });
  const web = shop.service('web');
  api.allowFrom(web, { access: [Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.under('/a'), HttpPath.exact('/b/c')] })] });
  api.allowFrom(web, { access: [Access.http({ paths: [HttpPath.under('/b')] })], when: [Condition.jwtClaim('groups', 'b', 'a')] });
  expect(rules(shop)).toEqual([
    { from: [{ source: { principals } }], to: [{ operation: { methods: ['GET'], paths: ['/a/status', '/b/c'], ports: ['80'] } }] },
    { from: [{ source: { principals, requestPrincipals } }], to: [{ operation: { methods: ['GET'], paths: ['/a', '/a/*', '/b/c'], ports: ['80'] } }] },
    { from: [{ source: { principals, requestPrincipals } }], to: [{ operation: { paths: ['/b', '/b/*'], ports: ['80'] } }], when: [{ key: 'request.auth.claims[groups]', values: ['a', 'b'] }] },
  ]);
  expect(problems(shop.app)).toEqual([]);
});

test('past its day an exception is none', () => {
  const { shop, api } = shopWith({ except: [HttpPath.exact('/a')], exceptBecause: { ...exceptBecause, expires: '2026-11-22', owner: 'team api' } });
  api.allowFrom(shop.service('web'));
  expect(rules(shop)).toEqual([{ from: [{ source: { principals, requestPrincipals } }], to: [{ operation: { ports: ['80'] } }] }]);
  expect(problems(shop.app)).toEqual([]);
  expect(shop.mesh.report().accessTable).toContain('what needs no token at shop/api expired on 2026-11-22: status page (team api)');
});

test('an exception stands in the report', () => {
  const { shop, api } = shopWith({ except: [HttpPath.under('/a')], exceptBecause: { ...exceptBecause, expires: '2026-11-23', owner: 'team api' } });
  api.allowFrom(shop.service('web'));
  expect(shop.mesh.report().accessTable).toContain('/a, /a/* of shop/api needs no token: status page (until 2026-11-23, team api)');
});

test('keys at a URI are fetched by somebody, which the proof assumes and the requirements say', () => {
  const { shop, api } = shopWith({ issuers: [JwtIssuer.withKeysAt(IDP, 'https://idp.example/keys'), JwtIssuer.withKeys('partner', EC_KEYS)] });
  api.allowFrom(shop.service('web'));
  expect(problems(shop.app)).toEqual([]);
  expect(shop.mesh.report().toText()).toMatch(/token-keys-are-fetched.*https:\/\/idp\.example at https:\/\/idp\.example\/keys/s);
  const requirements = requirementsFile(shop.mesh._registry.index().model);
  expect(requirements).toMatch(/^# https:\/\/idp\.example\/keys$[^]*^ {2}env:\n {4}PILOT_JWT_ENABLE_REMOTE_JWKS: "false"$/m);
});

test('what no proxy can check is refused', () => {
  const plain = new Shop({ platform: Platform.KUBERNETES });
  plain.service('api', { ports, requireJwt: { issuers: [idp] } }).allowFrom(plain.service('web'));
  expect(problems(plain.app)).toContainEqual(expect.stringContaining('[unsupported-feature] `shop/api` needs `tokens`, which platform `kubernetes` cannot express: NetworkPolicy sees ports, not requests'));

  const { shop: ambient, api } = shopWith({}, { dataPlane: DataPlane.AMBIENT });
  api.allowFrom(ambient.service('web', { dataPlane: DataPlane.AMBIENT }));
  expect(problems(ambient.app)).toContain('[mesh] shop/api: [http-needs-waypoint] `shop/web` is granted requests on port `80` of `shop/api`, which is ambient and has no waypoint to decide about them; '
    + 'give its `MeshNamespace` a `waypoint` (`Waypoint.managed()`), or let the port be of a service without `requireJwt` and grant it whole: who reads no requests sees no tokens');

  const { shop: outside, api: unmeshed } = shopWith({}, { dataPlane: DataPlane.NONE });
  unmeshed.allowFrom(outside.service('web'));
  expect(problems(outside.app)).toContainEqual(expect.stringContaining('[callee-without-proxy]'));
});

test('several conditions that one token can meet, and a header that stays', () => {
  const { shop, api } = shopWith({ issuers: [JwtIssuer.withKeys(IDP, RSA_KEYS, { forwardOriginalToken: true })] });
  api.allowFrom(shop.service('web'), { when: [
    Condition.jwtClaim('sub', 'alice', 'bob'), Condition.jwtClaim('sub', 'bob', 'carol'), Condition.jwtClaim('iss', IDP, 'x'), Condition.jwtClaim('groups', 'a'),
    Condition.jwtClaim('groups', 'b'), Condition.header(HeaderMatch.present('authorization')),
  ] });
  expect(problems(shop.app)).toEqual([]);
});

test('preflights alone, where they need no token', () => {
  const { shop, api } = shopWith({ allowCorsPreflight: true });
  api.allowFrom(shop.service('web'), { access: [Access.http({ methods: [HttpMethod.OPTIONS], headers: preflight })] });
  expect(problems(shop.app)).toEqual([]);
});

test('whoever scrapes has no token, and is given paths that need none', () => {
  const { shop, api } = shopWith({ except: [HttpPath.exact('/metrics')], exceptBecause: { reason: 'scraped' } });
  api.allowFrom(Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } }), { access: [Access.http({ paths: [HttpPath.exact('/metrics')] })] });
  expect(problems(shop.app)).toEqual([]);
});
