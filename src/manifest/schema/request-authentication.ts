import type { RequestAuthentication } from '../kinds';
import { positiveDurationFault } from '../syntax/durations';
import { istioAnnotations } from '../validate/istio-annotations';
import { type JwtRule, jwksFault, jwksUriFault, jwtRule as jwtRules } from '../validate/jwt-rule';
import { defineKind } from './kind';
import { boolean, list, nonEmpty, customObject, string, stringOf } from './kit';
import { metadata } from './metadata';
import { oneTarget, target } from './selectors';

// https://istio.io/latest/docs/reference/config/security/request_authentication/

type Header = NonNullable<JwtRule['fromHeaders']>[number];
type ClaimHeader = NonNullable<JwtRule['outputClaimToHeaders']>[number];

const uri = stringOf('bad-value', jwksUriFault);
const names = list(nonEmpty);
const headerName = stringOf('bad-value', (text) => /^[-_A-Za-z0-9]+$/.test(text) ? undefined : 'is not a header name');

const jwtRule = customObject<JwtRule>({
  issuer: nonEmpty,
  audiences: names,
  jwksUri: uri,
  jwks_uri: uri,
  jwks: stringOf('bad-value', jwksFault),
  fromHeaders: list(customObject<Header>({ name: nonEmpty, prefix: string }, { name: 'a header', required: ['name'] })),
  fromParams: names,
  fromCookies: names,
  outputPayloadToHeader: string,
  outputClaimToHeaders: list(customObject<ClaimHeader>({ header: headerName, claim: nonEmpty }, { name: 'a claim header', required: ['header', 'claim'] })),
  forwardOriginalToken: boolean,
  spaceDelimitedClaims: list(nonEmpty, { most: 64 }),
  timeout: stringOf('bad-value', positiveDurationFault),
}, { name: 'a JWT rule', rules: jwtRules });

const spec = customObject<RequestAuthentication['spec']>(
  { ...target, jwtRules: list(jwtRule, { most: 4096 }) },
  { name: 'a RequestAuthentication spec', rules: oneTarget },
);

export const requestAuthentication = defineKind<RequestAuthentication>({
  group: 'security.istio.io',
  kind: 'RequestAuthentication',
  versions: ['v1', 'v1beta1'],
  fields: { metadata, spec },
  required: ['metadata'],
  rules: ({ metadata: meta }, findings) => istioAnnotations(meta, undefined, findings),
  defaults: (policy) => (policy.spec as RequestAuthentication['spec'] | undefined) === undefined ? { ...policy, spec: {} } : policy,
});
