/**
 * At the end of the path of a claim whose strings are taken apart at spaces. It is the same claim: a list is one list to both readings, a string is
 * one value to the one and its words to the other.
 */
export const BY_WORDS = ' (words)';

/** Values of a claim under one of its readings. */
export function readAs(path: string, value: string | readonly string[]): readonly string[] {
  if (typeof value !== 'string') return value;
  return path.endsWith(BY_WORDS) ? value.split(' ').filter((word) => word !== '') : [value];
}

/** As the token has it. */
export function rawPath(path: string): string {
  return path.endsWith(BY_WORDS) ? path.slice(0, -BY_WORDS.length) : path;
}
