import { HttpPath } from '../http-path';
import { JwtIssuer } from '../jwt-issuer';
import type { JwtRequirement } from '../jwt-requirement';
import type { TokensModel } from '../model/tokens';
import { flag, instance, invalid, list, optionalList } from './arguments';
import { statedException } from './exceptions';
import { narrowing } from './narrowing';
import { byKey } from './sorting';

/** To be spread: left out stays left out. */
export function tokensModel(construct: string, value: JwtRequirement | undefined): { readonly tokens?: TokensModel } {
  if (value === undefined || value === null) return {};
  const given = narrowing('requireJwt', value, { issuers: true, except: true, exceptBecause: true, allowCorsPreflight: true });
  const issuers = list('issuers', given.issuers, (what, v) => instance(what, v, JwtIssuer, 'write `JwtIssuer.withKeys(…)` or `JwtIssuer.withKeysAt(…)`')._model);
  const twice = issuers.find(({ issuer }, i) => issuers.findIndex((other) => other.issuer === issuer) !== i);
  if (twice !== undefined) {
    throw invalid('duplicate-issuer', `\`${construct}\` takes tokens of issuer \`${twice.issuer}\` twice`, 'put all of its keys, audiences and headers into one `JwtIssuer`');
  }
  const except = optionalList('except', given.except, (what, v) => instance(what, v, HttpPath, 'write `HttpPath.exact(…)`')._model) ?? [];
  const because = given.exceptBecause ?? undefined;
  if (except.length === 0 && because !== undefined) throw invalid('empty-list', '`exceptBecause` is given and `except` is not', 'name the paths');
  if (except.length > 0 && because === undefined) {
    throw invalid('missing-reason', `\`${construct}\` excepts paths from \`requireJwt\` and does not say why`, 'give `exceptBecause: { reason: … }`; it stands in every report');
  }
  return {
    tokens: {
      issuers: byKey(issuers, ({ issuer }) => issuer),
      except: byKey(except, (p) => JSON.stringify(p)),
      ...(because === undefined ? {} : { exception: statedException('exceptBecause', because) }),
      corsPreflight: flag('allowCorsPreflight', given.allowCorsPreflight, false),
    },
  };
}
