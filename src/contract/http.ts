import { boolean, type Check, customObject, list, nonEmpty, oneOf, refined, stringOf } from '../manifest/schema/kit';
import type { HeaderModel, HttpAccessModel, PathModel } from '../model/model';
import type { ClaimModel, TokenDemandModel, TokenIssuerModel } from '../model/tokens';

type Value = HeaderModel['values'][number];

/** Alternatives: none of them would grant nothing, and left out is another thing. */
const some = <T>(check: Check<T>): Check<readonly T[]> => list(check, { least: 1 });

/** RFC 9110 section 5.6.2: names of headers, and methods. */
const token = stringOf('bad-value', (text) => (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text) ? undefined : 'is no token of HTTP'));

export const path = customObject<{ readonly kind: PathModel['kind']; readonly value: string }>(
  { kind: oneOf('exact', 'prefix', 'suffix', 'template', 'under'), value: nonEmpty }, { name: 'a path', required: ['kind', 'value'] },
);

const value = refined(
  customObject<{ readonly kind: Value['kind']; readonly value?: string }>(
    { kind: oneOf('exact', 'prefix', 'suffix', 'present'), value: nonEmpty }, { name: 'a value', required: ['kind'] },
  ),
  ({ kind, value: text }, findings) => {
    if (kind === 'present' && text !== undefined) findings.addAt(['value'], 'unknown-key', '`value` is not a field of a value that is any', { repair: 'remove it' });
    if (kind !== 'present' && text === undefined) findings.add('missing-field', `a value of kind \`${kind}\` needs \`value\``);
  },
) as Check<Value>;

const header = customObject<HeaderModel>({ name: token, values: some(value) }, { name: 'a header', required: ['name', 'values'] });
const claim = customObject<ClaimModel>({ path: some(nonEmpty), values: some(value) }, { name: 'a claim', required: ['path', 'values'] });

export const issuer = customObject<TokenIssuerModel>({
  issuer: nonEmpty,
  audiences: list(nonEmpty),
  jwks: nonEmpty,
  jwksUri: nonEmpty,
  fromHeaders: list(customObject<TokenIssuerModel['fromHeaders'][number]>({ name: token, prefix: nonEmpty }, { name: 'a header of tokens', required: ['name'] })),
  forwarded: boolean,
}, { name: 'an issuer', required: ['issuer', 'audiences', 'fromHeaders', 'forwarded'] });

const demand = customObject<TokenDemandModel>(
  { issuers: some(issuer), claims: list(claim), optional: boolean }, { name: 'what is asked of a token', required: ['issuers', 'claims', 'optional'] },
);

/** Requests of a grant: importers decide nothing by them, and people and tools read them. */
export const httpAccess = customObject<HttpAccessModel>(
  { methods: some(token), paths: some(path), hosts: some(nonEmpty), headers: some(header), token: demand }, { name: 'a request' },
);
