import type { Site } from '../authorization/site';
import { refsText } from '../refs';
import { touchesPolicies } from '../routing/headers';
import { BEARER } from '../tokens/place';
import { partOf } from '../tokens/rule';
import type { HttpRequest } from '../types';
import type { World } from '../world';

/** A token that the gateway's rules take out is not sent on. */
export function afterTokens({ tokens }: Site, http: HttpRequest): HttpRequest {
  const { token, ...rest } = http;
  const header = /^header (\S+)/.exec(token?.at ?? BEARER)?.[1];
  const isTaken = header !== undefined && tokens.some((rule) => rule.rewrites.includes(partOf(header)));
  return token === undefined || !isTaken ? http : rest;
}

/** Why it is not known what a request with a token becomes; undefined: it does not matter to anybody. */
export function setByTokens(world: World, { tokens }: Site): string | undefined {
  const setting = tokens.filter(({ sets }) => touchesPolicies(world, { set: Object.fromEntries(sets.map((part) => [part.replace(/^header /, ''), ''])) }));
  return setting.length === 0 ? undefined : `${refsText(setting.map((r) => r.ref))} makes headers of the token, which are not followed`;
}
