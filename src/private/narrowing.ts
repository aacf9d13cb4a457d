import { nearest } from '../manifest/schema/nearest';
import { invalid, struct } from './arguments';

/**
 * Options that narrow or end something: a misspelled one would leave it wide. Compilers see it in a literal alone, and JavaScript has none.
 * Props of constructs are not judged so: whoever extends them passes more.
 */
export function narrowing<T extends object>(what: string, value: T | undefined, known: Readonly<Record<keyof T, true>>): Partial<T> {
  const given = struct(what, value);
  for (const [key, said] of Object.entries(given)) {
    if (said === undefined || Object.hasOwn(known, key)) continue;
    const names = Object.keys(known);
    const meant = nearest(key, names);
    throw invalid('unknown-option', `${what} has \`${key}\`, which is no option`, meant === undefined ? `there are ${names.map((n) => `\`${n}\``).join(', ')}` : `did you mean \`${meant}\``);
  }
  return given;
}
