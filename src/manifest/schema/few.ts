import { refined, type Check } from './kit';

/** A map with that many entries at most. */
export function few<T extends Readonly<Record<string, unknown>>>(check: Check<T>, most: number): Check<T> {
  return refined(check, (value, findings) => {
    const count = Object.keys(value).length;
    if (count > most) findings.add('bad-value', `must have at most ${most} entries, got ${count}`);
  });
}
