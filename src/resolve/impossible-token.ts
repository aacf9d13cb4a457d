import type { ClaimModel, TokenIssuerModel } from '../model/tokens';

/**
 * Why no token meets all of these conditions; undefined: one may. Most claims can be lists, of which every condition finds its own value.
 *
 * https://www.rfc-editor.org/rfc/rfc7519#section-4.1
 */
export function impossibleToken(issuers: readonly TokenIssuerModel[], claims: readonly ClaimModel[]): string | undefined {
  const subject = together(claims, 'sub');
  if (subject?.length === 0) return `its \`sub\` would have to be two things at once, and is one text`;
  const named = together(claims, 'iss');
  if (named !== undefined && !issuers.some(({ issuer }) => named.includes(issuer))) {
    return `its \`iss\` would have to be ${named.length === 0 ? 'two things at once' : named.map((v) => `\`${v}\``).join(' or ')}, and the token of ${issuers.map((i) => `\`${i.issuer}\``).join(' or ')}`;
  }
  const above = claims.find(({ path }) => claims.some((other) => other.path.length > path.length && path.every((name, i) => other.path[i] === name)));
  return above && `claim ${above.path.map((name) => `\`${name}\``).join(' in ')} would have to be text and have others inside it`;
}

/** What all conditions on one claim leave of it; undefined: there are none. */
function together(claims: readonly ClaimModel[], name: string): readonly string[] | undefined {
  const lists = claims.filter(({ path }) => path.length === 1 && path[0] === name).map(({ values }) => values.flatMap((v) => (v.kind === 'exact' ? [v.value] : [])));
  return lists.length === 0 ? undefined : lists.reduce((a, b) => a.filter((value) => b.includes(value)));
}
