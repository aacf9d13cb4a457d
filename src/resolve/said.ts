import { sortedUnique } from '../private/sorting';
import type { Dated } from './in-force';

interface SaidTogether {
  readonly expires?: string;
  readonly owners?: readonly string[];
}

/** What several declarations of one edge say of it: it ends when the last of them does, and not at all if one of them has no end. */
export function saidTogether(declarations: readonly Dated[]): SaidTogether {
  const expires = latest(declarations.map((d) => d.expires));
  const owners = sortedUnique(declarations.flatMap((d) => d.owner ?? []));
  return { ...(expires === undefined ? {} : { expires }), ...(owners.length === 0 ? {} : { owners }) };
}

/** Nothing: one of them is without end. */
export function latest(days: readonly (string | undefined)[]): string | undefined {
  return days.reduce((a, b) => (a === undefined || b === undefined ? undefined : a > b ? a : b));
}
