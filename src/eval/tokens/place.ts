import type { JwtRule } from '../../manifest/validate/jwt-rule';
import type { HttpRequest } from '../types';

/**
 * Where a token is carried, as one text, so that places can be told apart like any other string: `header authorization "Bearer "`,
 * `header x-token`, `parameter access_token`, `cookie session`.
 */
export const BEARER = headerPlace('authorization', 'Bearer ');

export function headerPlace(name: string, prefix = ''): string {
  return `header ${name.toLowerCase()}${prefix === '' ? '' : ` ${JSON.stringify(prefix)}`}`;
}

export function parameterPlace(name: string): string {
  return `parameter ${name}`;
}

export function cookiePlace(name: string): string {
  return `cookie ${name}`;
}

/** One location of a rule. */
export interface Place {
  readonly text: string;
  /** Without a prefix, whatever a header holds is taken for a token: so is what another place puts a prefix before. */
  readonly header?: string;
  /** The header that it is in. */
  readonly inHeader?: string;
  /** Does the request, as it was sent, carry something that a proxy takes for a token? */
  carried(request: HttpRequest): boolean;
}

export function placesOf({ fromHeaders = [], fromParams = [], fromCookies = [] }: JwtRule): readonly Place[] {
  const own = [...fromHeaders.map(({ name, prefix }) => inHeader(name, prefix)), ...fromParams.map(inParameter), ...fromCookies.map(inCookie)];
  return own.length > 0 ? own : USUAL_PLACES;
}

/** Envoy looks for the prefix anywhere in the value, and takes a value without it for no token. */
function inHeader(name: string, prefix = ''): Place {
  const key = name.toLowerCase();
  return {
    text: headerPlace(name, prefix),
    ...(prefix === '' ? { header: key } : {}),
    inHeader: key,
    carried: ({ headers }) => headers[key]?.includes(prefix) === true,
  };
}

function inParameter(name: string): Place {
  return {
    text: parameterPlace(name),
    carried: ({ path }) => new URLSearchParams(path.includes('?') ? path.slice(path.indexOf('?') + 1) : '').has(name),
  };
}

function inCookie(name: string): Place {
  return {
    text: cookiePlace(name),
    carried: ({ headers }) => (headers.cookie ?? '').split(';').some((pair) => pair.trim().startsWith(`${name}=`)),
  };
}

/** Where a rule without locations of its own looks. https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/jwt_authn_filter */
const USUAL_PLACES: readonly Place[] = [inHeader('authorization', 'Bearer '), inParameter('access_token')];

export function looksAt(place: Place, at: string): boolean {
  return place.text === at || (place.header !== undefined && at.startsWith(`header ${place.header} "`));
}
