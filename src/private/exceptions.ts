import type { ExceptionOptions } from '../exception-options';
import { reasonText, struct, words } from './arguments';
import { optionalDay } from './dates';

/** What was said of an exception, judged. */
export interface StatedException {
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
}

export function statedException(what: string, options: ExceptionOptions): StatedException {
  const given = struct(`options of ${what}`, options);
  const reason = reasonText(what, given.reason);
  const expires = optionalDay('expires', given.expires);
  return { reason, ...(expires === undefined ? {} : { expires }), ...optionalOwner(given.owner) };
}

/** To be spread: left out stays left out. */
export function optionalOwner(value: unknown): { readonly owner?: string } {
  return value === undefined || value === null ? {} : { owner: words('owner', value) };
}
