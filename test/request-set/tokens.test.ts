import { ANY_HTTP, type ClaimSet, formatSet, formatWitness, http, isEmpty, subtract, type TokenSet, witness } from '../../src/eval/request-set';

const exact = (...values: string[]): NonNullable<ClaimSet['has']>[number] => values.map((value) => ({ kind: 'exact', value }));
const bearer = { in: exact('header authorization "Bearer "') };
const accepted: TokenSet = { at: bearer, key: { in: exact('k1') }, claims: { '[iss]': { has: [exact('idp')] }, '[aud]': { has: [exact('https://shop', 'shop', 'shop/')] } } };

test.each<[string, TokenSet, string]>([
  ['a token that is accepted, its audience in one spelling', accepted, 'with a token: aud shop, iss idp, signed by k1, in header authorization "Bearer "'],
  ['none', { at: { in: [], absent: true } }, 'without a token'],
  ['any', { at: {} }, 'with a token'],
  ['none that anybody looks at', { at: { notIn: bearer.in, absent: true } }, 'without a token in header authorization "Bearer "'],
  ['a claim that is not there', { claims: { '[realm][roles]': { hasNone: exact('admin') } } }, 'without a token or with a token: no [realm][roles] admin'],
])('%s', (_what, token, text) => {
  expect(formatSet(http({ token }))).toBe(text);
});

test('two values of a claim are a list, two issuers are none', () => {
  const both = (claim: string): TokenSet => ({ claims: { [claim]: { has: [exact('a'), exact('b')] } } });
  expect(formatWitness(witness(http({ token: both('[groups]') }))!)).toBe('GET / with a token (groups a and b, signed by x, in x)');
  expect(isEmpty(http({ token: both('[iss]') }))).toBe(true);
});

test('what a rule does not accept is shown by a token of somebody else', () => {
  const others = subtract(http({ token: { at: bearer } }), http({ token: accepted }));
  expect(formatWitness(witness(others)!)).toBe('GET / with a token (signed by x, in header authorization "Bearer ")');
  expect(isEmpty(subtract(others, ANY_HTTP))).toBe(true);
});
