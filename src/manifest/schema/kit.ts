import type { Code, Findings } from './finding';
import { nearest } from './nearest';
import { show, typeOf } from './show';

/**
 * Reads a value as a `T`: returns it, or says in `findings` why it is none (the result is then not to be used).
 *
 * A check copies only what it changes, so that an object that is right costs no allocation.
 */
export type Check<T> = (value: unknown, findings: Findings) => T;

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

/** A check for every field of `T`: the compiler keeps the readers and `kinds.ts` in step. */
export type Fields<T> = { readonly [K in keyof T]-?: Check<Exclude<T[K], undefined>> };

export interface ObjectOptions<T> {
  /** What the object is called in messages, with its article: `an operation`. */
  readonly name: string;
  readonly required?: readonly (RequiredKeys<T> & string)[];
  /** Fields of the API that decide nothing here: their shape is checked, their value is not read. */
  readonly unread?: Readonly<Record<string, Check<unknown>>>;
  /** Judges the whole object; runs only when every field is right. */
  readonly rules?: (value: T, findings: Findings) => void;
}

type Tree = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Says that a value is of another type than the API has. */
export function wrongType(findings: Findings, wanted: string, value: unknown, repair?: string): void {
  findings.add('wrong-type', `must be ${wanted}, got ${show(value)} (${typeOf(value)})`, { value, repair });
}

/** A map with exactly these fields. A field that is null is a field left out, as in the API server's own types. */
export function object<T extends object>(fields: Fields<T>, options: ObjectOptions<T>): Check<T> {
  return mapOf(fields, options, () => {});
}

/**
 * A map in a custom resource. Null is refused: the API server drops it when an object is created
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting-and-nullable)
 * and refuses it when it is applied, and a rule whose `from` was dropped takes every caller.
 */
export function customObject<T extends object>(fields: Fields<T>, options: ObjectOptions<T>): Check<T> {
  return mapOf(fields, options, (findings) => findings.add('wrong-type', 'must not be null', { repair: 'remove the key, or give it a value' }));
}

function mapOf<T extends object>(fields: Fields<T>, options: ObjectOptions<T>, onNull: (findings: Findings) => void): Check<T> {
  // Made when the first such map is there: of most none is.
  let known: ReadonlyMap<string, Check<unknown>> | undefined;
  const required: readonly string[] = options.required ?? [];
  return (value, findings) => {
    if (!isMap(value)) {
      wrongType(findings, 'a map', value);
      return value as T;
    }
    const checks = known ??= new Map([...Object.entries<Check<unknown>>(fields), ...Object.entries(options.unread ?? {})]);
    const before = findings.count;
    let result: Tree = value;
    // Inherited keys would be taken, too, and refused as unknown.
    for (const key in value) {
      const check = checks.get(key);
      const field = value[key];
      findings.enter(key);
      if (check === undefined) {
        unknownKey(findings, key, options.name, checks.keys());
      } else {
        const read = field === null ? onNull(findings) : field === undefined ? undefined : check(field, findings);
        if (read !== field) result = replaced(result, value, key, read);
      }
      findings.leave();
    }
    for (const key of required) {
      if (result[key] === undefined) findings.addAt([key], 'missing-field', `${options.name} needs \`${key}\``);
    }
    if (findings.count === before) options.rules?.(result as T, findings);
    return result as T;
  };
}

function replaced(result: Tree, original: Tree, key: string, read: unknown): Tree {
  const copy: Record<string, unknown> = result === original ? { ...original } : result;
  if (read === undefined) delete copy[key];
  else copy[key] = read;
  return copy;
}

export function unknownKey(findings: Findings, key: string, owner: string, known: Iterable<string>): void {
  const meant = nearest(key, known);
  findings.add('unknown-key', `${show(key)} is not a field of ${owner}`, {
    value: key, repair: meant === undefined ? 'remove it' : `did you mean \`${meant}\`?`,
  });
}

/** A map with free keys. Null would be read as an empty value or as none, so it is refused. */
export function record<T>(keys: Check<unknown> | undefined, values: Check<T>, name = 'a map'): Check<Readonly<Record<string, T>>> {
  return (value, findings) => {
    if (!isMap(value)) {
      wrongType(findings, name, value);
      return {};
    }
    let result: Tree = value;
    for (const key of Object.keys(value)) {
      findings.enter(key);
      keys?.(key, findings);
      const entry = value[key];
      if (entry === null) findings.add('wrong-type', 'must not be null', { repair: 'write `""` for an empty value, or remove the key' });
      const read = entry === null || entry === undefined ? undefined : values(entry, findings);
      if (read !== entry) result = replaced(result, value, key, read);
      findings.leave();
    }
    return result as Readonly<Record<string, T>>;
  };
}

export interface ListOptions {
  readonly least?: number;
  readonly most?: number;
  /** What to do about a list that is too short. */
  readonly repair?: string;
}

/**
 * A list without gaps: the API server takes a null item of its own types for an empty one, which in a NetworkPolicy opens everything,
 * and nobody means that.
 */
export function list<T>(items: Check<T>, options: ListOptions = {}): Check<readonly T[]> {
  const { least = 0, most = Infinity, repair } = options;
  return (value, findings) => {
    if (!Array.isArray(value)) {
      wrongType(findings, 'a list', value, typeof value === 'string' ? 'write it as a list item' : undefined);
      return [];
    }
    const source: readonly unknown[] = value;
    if (source.length < least) findings.add('empty', `must have at least ${least} item${least === 1 ? '' : 's'}`, { value, repair });
    if (source.length > most) findings.add('bad-value', `must have at most ${most} items, got ${source.length}`);
    let result: unknown[] | undefined;
    let gaps = false;
    for (let i = 0; i < source.length; i++) {
      findings.enter(i);
      if (source[i] === null || source[i] === undefined) {
        gaps = true;
        findings.add('wrong-type', 'a list item must not be null', { repair: 'remove the empty item' });
      } else {
        const read = items(source[i], findings);
        if (read !== source[i]) (result ??= [...source])[i] = read;
      }
      findings.leave();
    }
    const read = result ?? source;
    // Refused all the same; until all is read, whoever goes on to look at the items finds none that is missing.
    return (gaps ? read.filter((_, i) => source[i] !== null && source[i] !== undefined) : read) as readonly T[];
  };
}

export const anything: Check<unknown> = (value) => value;

export const boolean: Check<boolean> = (value, findings) => {
  if (typeof value !== 'boolean') {
    wrongType(findings, 'true or false', value, value === 'true' || value === 'false' ? 'remove the quotes' : undefined);
  }
  return value as boolean;
};

/** A string; one that YAML reads as something else must be quoted, as the API server demands, too. */
export const string: Check<string> = (value, findings) => {
  if (typeof value !== 'string') {
    wrongType(findings, 'a string', value, typeof value === 'number' || typeof value === 'boolean' ? 'quote it' : undefined);
  }
  return value as string;
};

export interface Fault {
  readonly message: string;
  readonly repair?: string;
}

/** A string in some syntax: `fault` says what is wrong with it. */
export function stringOf(code: Code, fault: (text: string) => Fault | string | undefined): Check<string> {
  return (value, findings) => {
    string(value, findings);
    if (typeof value === 'string') {
      const found = fault(value);
      if (found !== undefined) {
        const { message, repair } = typeof found === 'string' ? { message: found, repair: undefined } : found;
        findings.add(code, message.startsWith('must') ? message : `${show(value)} ${message}`, { value, repair });
      }
    }
    return value as string;
  };
}

export const nonEmpty = stringOf('empty', (text) => text === '' ? 'must not be empty' : undefined);

export function oneOf<const T extends string>(...allowed: readonly T[]): Check<T> {
  const known: ReadonlySet<string> = new Set(allowed);
  const words = allowed.filter((word) => word !== '').join(', ');
  return (value, findings) => {
    if (typeof value !== 'string') {
      wrongType(findings, `one of ${words}`, value);
    } else if (!known.has(value)) {
      const meant = nearest(value, allowed);
      findings.add('bad-value', `must be one of ${words}, got ${show(value)}`, {
        value, repair: meant === undefined ? undefined : `did you mean \`${meant}\`?`,
      });
    }
    return value as T;
  };
}

export function integer(least: number, most: number, code: Code = 'bad-value'): Check<number> {
  return (value, findings) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      wrongType(findings, 'an integer', value, typeof value === 'string' && /^\d+$/.test(value) ? 'remove the quotes' : undefined);
    } else if (value < least || value > most) {
      findings.add(code, `must be from ${least} to ${most}, got ${show(value)}`, { value });
    }
    return value as number;
  };
}

export function number(least: number, most: number): Check<number> {
  return (value, findings) => {
    if (typeof value !== 'number' || Number.isNaN(value)) wrongType(findings, 'a number', value);
    else if (value < least || value > most) findings.add('bad-value', `must be from ${least} to ${most}, got ${show(value)}`, { value });
    return value as number;
  };
}

const INT32 = 2 ** 31;
export const int32 = integer(-INT32, INT32 - 1);
export const port = integer(1, 65535, 'bad-port');

/** A number or a name, told apart by their YAML type as the API server does: `"8080"` is a name, and an invalid one. */
export function intOrString(number: Check<number>, name: Check<string>): Check<number | string> {
  return (value, findings) => typeof value === 'string' ? name(value, findings) : number(value, findings);
}

/** Adds a judgement to a check; it runs only on values that are otherwise right. */
export function refined<T>(check: Check<T>, rule: (value: T, findings: Findings) => void): Check<T> {
  return (value, findings) => {
    const before = findings.count;
    const read = check(value, findings);
    if (findings.count === before) rule(read, findings);
    return read;
  };
}
