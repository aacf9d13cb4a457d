import type { Findings } from './finding';
import { isMap, wrongType, type Check } from './kit';
import { nearest } from './nearest';
import { show } from './show';

/** A map of which only some fields are read: the rest is the user's, and changes with every Kubernetes version. */
export type Tree = Readonly<Record<string, unknown>>;

export const tree: Check<Tree> = (value, findings) => {
  if (!isMap(value)) wrongType(findings, 'a map', value);
  return isMap(value) ? value : {};
};

/** Reads one field of a map that is otherwise left alone. */
export function field<T>(of: Tree, key: string, check: Check<T>, findings: Findings): T | undefined {
  const value = of[key];
  return value === undefined || value === null ? undefined : findings.at(key, () => check(value, findings));
}

/**
 * A misspelt field is dropped by a lenient client, and the pod then runs with the default: refused where the field is one that we read.
 * `others` are fields of the API that look like one of them and are not.
 */
export function noMisspelling(of: Tree, read: readonly string[], others: readonly string[], findings: Findings): void {
  for (const key of Object.keys(of)) {
    const meant = read.includes(key) || others.includes(key) ? undefined : nearest(key, [...read, ...others]);
    if (meant !== undefined && read.includes(meant)) {
      findings.addAt([key], 'unknown-key', `${show(key)} is not a field here`, { value: key, repair: `did you mean \`${meant}\`?` });
    }
  }
}
