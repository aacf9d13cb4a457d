import type { RequestAuthentication } from '../../manifest/kinds';
import type { JwtRule } from '../../manifest/validate/jwt-rule';
import type { From } from '../cluster/policies';
import { own } from '../own';
import { ruleRef } from '../refs';
import { BY_WORDS } from '../request-set';
import type { RuleRef } from '../types';
import { keysOf } from './key';
import { type Place, placesOf } from './place';

/** One rule of the RequestAuthentications that apply: all of them together, and a token that one accepts is accepted. */
export interface TokenRule {
  readonly ref: RuleRef;
  /** Left out: any issuer's. */
  readonly issuer?: string;
  /** As they are compared, see `audienceForms`; empty: any. */
  readonly audiences: readonly string[];
  readonly keys: readonly string[];
  readonly places: readonly Place[];
  /** Claims of which a string is a list of words. */
  readonly words: readonly string[];
  /** What the proxy sets from the token or takes out with it, before any policy is asked: `header x-user`, `hosts`. */
  readonly rewrites: readonly string[];
  /** Of these, what it sets. */
  readonly sets: readonly string[];
}

/** Always, whatever the rule says. https://github.com/istio/istio/blob/master/pilot/pkg/security/authn/policy_applier.go (`buildSpaceDelimitedClaims`) */
const ALWAYS_WORDS = ['permission', 'scope'];

export function tokenRulesOf(policies: readonly From<RequestAuthentication>[]): readonly TokenRule[] {
  return policies.flatMap(rulesOf);
}

function rulesOf(policy: From<RequestAuthentication>): readonly TokenRule[] {
  const whole = ruleRef(policy);
  return (policy.object.spec.jwtRules ?? []).map((rule, i): TokenRule => {
    const { issuer, audiences = [], spaceDelimitedClaims = [] } = rule;
    const places = placesOf(rule);
    return {
      ref: { ...whole, path: `spec.jwtRules[${i}]` },
      ...(issuer === undefined ? {} : { issuer }),
      audiences: [...new Set(audiences.flatMap(audienceForms))],
      keys: keysOf(rule),
      places,
      words: spaceDelimitedClaims.filter((claim) => !ALWAYS_WORDS.includes(claim)),
      ...rewritten(rule, places),
    };
  });
}

/**
 * Envoy takes what it will set out of every request first, whoever sent it, and a token that it does not forward out of its header.
 *
 * https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto
 */
function rewritten(
  { outputPayloadToHeader, outputClaimToHeaders = [], forwardOriginalToken = false }: JwtRule, places: readonly Place[],
): Pick<TokenRule, 'rewrites' | 'sets'> {
  const payload = outputPayloadToHeader === undefined ? [] : [outputPayloadToHeader];
  const sets = [...payload, ...outputClaimToHeaders.map(({ header }) => header)].map(partOf);
  const taken = forwardOriginalToken ? [] : places.flatMap(({ inHeader }) => (inHeader === undefined ? [] : partOf(inHeader)));
  return { sets, rewrites: [...sets, ...taken] };
}

/** To Envoy the host is a header, which it knows by two names; method and path are, too. */
const PARTS: Readonly<Record<string, string>> = { host: 'hosts', ':authority': 'hosts', ':method': 'methods', ':path': 'paths' };

/** The part of a request that policies know a header as. */
export function partOf(header: string): string {
  const name = header.toLowerCase();
  return own(PARTS, name) ?? `header ${name}`;
}

/**
 * Envoy compares audiences without `http://`, `https://` and one `/` at the end.
 *
 * https://github.com/google/jwt_verify_lib/blob/master/src/check_audience.cc
 */
export function audienceForms(audience: string): readonly string[] {
  const bare = audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return ['', 'http://', 'https://'].flatMap((scheme) => [`${scheme}${bare}`, `${scheme}${bare}/`]);
}

/** Is a string at this path taken as words? */
export function isWords({ words }: TokenRule, path: string): boolean {
  return [...ALWAYS_WORDS, ...words].some((claim) => path === `[${claim}]`);
}

/** The path, and whether strings there are taken apart: rules that differ in that see different claims in one token. */
export function claimKey({ words }: Pick<TokenRule, 'words'>, path: string): string {
  return words.some((claim) => path === `[${claim}]`) ? `${path}${BY_WORDS}` : path;
}
