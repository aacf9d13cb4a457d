import fc from 'fast-check';
import type { Box, ClaimSet, HeaderSet, Pattern, RequestSet, StringSet, TokenSet, TokenWitness, Witness } from '../../src/eval/request-set';

// Small alphabets in which every combination can be tried: what the algebra says is compared with enumeration.
const words = (alphabet: readonly string[], longest: number, start = ''): readonly string[] => {
  let layer = [start];
  const all = [...layer];
  for (let i = 0; i < longest; i++) {
    layer = layer.flatMap((w) => alphabet.map((c) => w + c));
    all.push(...layer);
  }
  return all;
};

export const METHODS = ['G', 'P', 'GP', 'X'];
export const HOSTS = ['', 'a', 'a:1', 'b.a'];
/** Every path of up to three more characters: a letter, the separator, and two that regular expressions and templates treat specially. */
export const PATHS = words(['a', '/', '*', '='], 3, '/');
export const HEADERS = [undefined, '', 'a', 'ab'];
export const CONDITIONS = ['c', 'd'];

/** None; and of two keys, in one of two places, with no, one or two values of a claim. */
export const TOKENS: readonly (TokenWitness | undefined)[] = [undefined, ...['p', 'q'].flatMap((at) => ['k', 'kk'].flatMap((key) => [[], ['a'], ['ab'], ['a', 'b'], ['ab', 'b'], 'a b', 'ab b', ' a', ''].flatMap((c) => ([{}, { '[sub]': 'a' }, { '[sub]': 'ab' }] as Record<string, string>[]).map((one) => (
  { at, key, claims: { c, ...one } })))))];

const preflights: readonly Readonly<Record<string, string>>[] = [{ origin: 'a', 'access-control-request-method': 'a' }, { origin: 'a', 'access-control-request-method': '' }];

/** Every request with each of those tokens: of little else, or they would be too many. */
export function requestsWithTokens(): readonly Witness[] {
  const sent = HEADERS.map((h): Readonly<Record<string, string>> => (h === undefined ? {} : { h }));
  return ['G', 'X', 'OPTIONS'].flatMap((method) => [...sent, ...preflights].flatMap((headers) => TOKENS.map((token): Witness => (
    { kind: 'http', method, host: '', path: '/', headers, ...(token === undefined ? {} : { token }), when: [] }))));
}

/** Every request over those alphabets, with the paths given. */
export function requests(paths: readonly string[]): readonly Witness[] {
  const subsets = [[], ['c'], ['d'], ['c', 'd']];
  const http = METHODS.flatMap((method) => HOSTS.flatMap((host) => paths.flatMap((path) => HEADERS.flatMap((h) => subsets.map((when): Witness =>
    ({ kind: 'http', method, host, path, headers: h === undefined ? {} : { h }, when }))))));
  return [...http, ...subsets.map((when): Witness => ({ kind: 'bytes', when }))];
}

const stringPattern = (values: readonly string[]): fc.Arbitrary<Pattern> => fc.oneof(
  fc.record({ kind: fc.constantFrom('exact', 'prefix', 'suffix'), value: fc.constantFrom(...values) }) as fc.Arbitrary<Pattern>,
  fc.constant<Pattern>({ kind: 'present' }),
);
const template = fc.constantFrom('/{*}', '/a/{*}', '/{**}', '/{*}/a', '/{**}/a', '/a/{**}', '/{*}/{**}').map((value): Pattern => ({ kind: 'template', value }));

const strings = (pattern: fc.Arbitrary<Pattern>): fc.Arbitrary<StringSet> => fc.record({
  in: fc.array(pattern, { minLength: 1, maxLength: 2 }),
  notIn: fc.array(pattern, { minLength: 1, maxLength: 2 }),
}, { requiredKeys: [] });

export const path: fc.Arbitrary<Pattern> = fc.oneof(stringPattern(['/', '/a', 'a', '/a/', '=', '/a*', '*']), template);
export const method = stringPattern(METHODS);
export const paths = strings(path);

const header: fc.Arbitrary<HeaderSet> = fc.record({
  in: fc.array(stringPattern(['a', 'ab', 'b']), { maxLength: 2 }),
  notIn: fc.array(stringPattern(['a', 'ab', 'b']), { minLength: 1, maxLength: 1 }),
  absent: fc.boolean(),
}, { requiredKeys: [] });
const value = stringPattern(['a', 'ab', 'b']);
const claim: fc.Arbitrary<ClaimSet> = fc.record({
  has: fc.array(fc.array(value, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
  hasNone: fc.array(value, { minLength: 1, maxLength: 2 }),
}, { requiredKeys: [] });
const token: fc.Arbitrary<TokenSet> = fc.record({
  at: fc.record({
    in: fc.array(stringPattern(['p', 'q', 'pq']), { maxLength: 2 }),
    notIn: fc.array(stringPattern(['p', 'q']), { minLength: 1, maxLength: 1 }),
    absent: fc.boolean(),
  }, { requiredKeys: [] }),
  key: strings(stringPattern(['k', 'kk', 'l'])),
  claims: fc.oneof(
    claim.map((c) => ({ c })), fc.tuple(claim, claim).map(([c, one]) => ({ c, '[sub]': one })), fc.tuple(claim, claim).map(([c, words]) => ({ c, 'c (words)': words })),
  ),
}, { requiredKeys: [] });
const opaques = fc.subarray(CONDITIONS).map((keys) => keys.map((key) => ({ key })));

export const box: fc.Arbitrary<Box> = fc.oneof(
  { weight: 6, arbitrary: fc.record({
    kind: fc.constant('http' as const),
    methods: strings(method),
    hosts: strings(stringPattern(['a', 'a:', 'b'])),
    paths,
    headers: header.map((h) => ({ h })),
    when: opaques,
    whenNot: opaques,
  }, { requiredKeys: ['kind'] }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bytes' as const), when: opaques, whenNot: opaques }, { requiredKeys: ['kind'] }) },
);

export const tokenBox: fc.Arbitrary<Box> = fc.record({
  kind: fc.constant('http' as const), methods: fc.oneof(strings(method), fc.constant<StringSet>({ in: [{ kind: 'exact', value: 'OPTIONS' }] })), token,
  headers: fc.oneof(header.map((h) => ({ h })), fc.tuple(header, header).map(([origin, asked]) => ({ origin, 'access-control-request-method': asked }))),
}, { requiredKeys: ['kind'] });
export const tokens: fc.Arbitrary<RequestSet> = fc.array(tokenBox, { maxLength: 3 }).map((boxes) => ({ boxes }));

export const set: fc.Arbitrary<RequestSet> = fc.array(box, { maxLength: 3 }).map((boxes) => ({ boxes }));
