import { cookiePlace, headerPlace, parameterPlace } from '../tokens/place';
import type { Token } from '../types';
import { QuestionError } from './error';

/** A claim as it is written in JSON; Istio compares strings alone. */
export type ClaimQuestion = string | readonly string[] | { readonly [name: string]: ClaimQuestion };

/** A token, in people's words. */
export interface TokenQuestion {
  /** `false`: expired, or signed by nobody that it names. */
  readonly valid?: boolean;
  readonly issuer?: string;
  readonly subject?: string;
  readonly audiences?: readonly string[];
  readonly claims?: Readonly<Record<string, ClaimQuestion>>;
  /** Carried there, and not in `Authorization: Bearer …`. */
  readonly header?: string;
  readonly prefix?: string;
  readonly parameter?: string;
  readonly cookie?: string;
}

export function tokenOf({ valid, issuer, subject, audiences, claims = {}, header, prefix, parameter, cookie }: TokenQuestion): Token {
  const places = [
    ...(header === undefined ? [] : [headerPlace(header, prefix)]),
    ...(parameter === undefined ? [] : [parameterPlace(parameter)]),
    ...(cookie === undefined ? [] : [cookiePlace(cookie)]),
  ];
  if (places.length > 1) throw new QuestionError({ message: `a token is in one place, got ${places.map((p) => `\`${p}\``).join(' and ')}`, repair: 'name one of them' });
  if (prefix !== undefined && header === undefined) throw new QuestionError({ message: `\`${prefix}\` is before the token in no header`, repair: 'name the header' });
  return {
    ...(valid === false ? { valid } : {}),
    ...(places.length === 0 ? {} : { at: places[0] }),
    claims: {
      ...(issuer === undefined ? {} : { '[iss]': issuer }),
      ...(subject === undefined ? {} : { '[sub]': subject }),
      ...(audiences === undefined ? {} : { '[aud]': audiences }),
      ...flat(claims),
    },
  };
}

function flat(claims: Readonly<Record<string, ClaimQuestion>>, above = ''): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(Object.entries(claims).flatMap(([name, value]) => {
    const path = `${above}[${name}]`;
    return typeof value === 'string' || isList(value) ? [[path, value] as const] : Object.entries(flat(value, path));
  }));
}

function isList(value: ClaimQuestion): value is readonly string[] {
  return Array.isArray(value);
}

/** `with a token of https://idp.example`. */
export function tokenText({ valid, claims }: Token): string {
  const issuer = claims['[iss]'];
  return `with ${valid === false ? 'an invalid' : 'a'} token${typeof issuer === 'string' ? ` of ${issuer}` : ''}`;
}
