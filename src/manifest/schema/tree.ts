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

/** Keys of the API come again in every object; what somebody made up does not. */
const MOST_KNOWN = 500;

/**
 * A misspelt field is dropped by a lenient client, and the pod then runs with the default: refused where the field is one that we read.
 * `others` are fields of the API that look like one of them and are not.
 */
export function noMisspelling(read: readonly string[], others: readonly string[]): (of: Tree, findings: Findings) => void {
  const all = [...read, ...others];
  const harmless = new Set(all);
  return (of, findings) => {
    for (const key of Object.keys(of)) {
      if (harmless.has(key)) continue;
      const meant = nearest(key, all);
      if (meant !== undefined && read.includes(meant)) {
        findings.addAt([key], 'unknown-key', `${show(key)} is not a field here`, { value: key, repair: `did you mean \`${meant}\`?` });
      } else if (harmless.size < MOST_KNOWN) {
        harmless.add(key);
      }
    }
  };
}
