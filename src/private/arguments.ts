/**
 * Judging one argument. Thrown at the call, because that line is what users of every language see in their stack trace.
 * Values are judged at run time: callers from JavaScript, Python, Java and Go are not held by our types.
 */

/** `[code] what is wrong; what to write instead`. The code is a public contract, the words are not. */
export function invalid(code: string, message: string, repair: string): Error {
  return new Error(`[${code}] ${message}; ${repair}`);
}

/** A value as it stands in messages. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `\`${value}\``;
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return `an object of type \`${value.constructor?.name ?? 'Object'}\``;
  return `\`${String(value)}\``;
}

/** `${Token[TOKEN.7]}`, `${TfToken[…]}`: placeholders that other CDKs put into strings. */
const TOKEN_TEXT = /\$\{(?:Tf)?Token\[/;
/** Those CDKs encode placeholders of numbers as numbers near the negative limit. */
const TOKEN_NUMBER = -1e288;

/** A name that is only known at synth cannot be checked, proved or told from another one. */
export function refuseToken(what: string, value: unknown): void {
  if (isLazy(value) || (typeof value === 'string' && TOKEN_TEXT.test(value)) || (typeof value === 'number' && value < TOKEN_NUMBER)) {
    throw invalid('unresolved-token', `${what} is a value that is only known at synth`, 'give it literally: what cannot be read now cannot be proved');
  }
}

function isLazy(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { produce, resolve } = value as Record<string, unknown>;
  return typeof produce === 'function' || typeof resolve === 'function';
}

export function text(what: string, value: unknown, code = 'wrong-type'): string {
  refuseToken(what, value);
  if (typeof value !== 'string') throw invalid(code, `${what} must be a string, got ${show(value)}`, 'give a string');
  if (value === '') throw invalid(code, `${what} is empty`, 'give a value or leave it out');
  return value;
}

/** What people say to people, as one line: in a report a second one could be taken for the report's own. */
export function words(what: string, value: unknown, code?: string): string {
  return text(what, typeof value === 'string' ? oneLine(value) : value, code);
}

export function oneLine(value: string): string {
  return value.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** The reason of an exception: read by people in reports, so it must say something. */
export function reasonText(what: string, value: unknown): string {
  refuseToken(what, value);
  if (typeof value !== 'string' || oneLine(value) === '') {
    throw invalid('missing-reason', `${what} needs a reason, got ${typeof value === 'string' ? 'an empty one' : show(value)}`, 'say in a few words why; it stands in every report');
  }
  return oneLine(value);
}

export function optionalReason(what: string, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : reasonText(what, value);
}

export function port(what: string, value: unknown): number {
  refuseToken(what, value);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 65535) {
    throw invalid('invalid-port', `${what} must be a whole number from 1 to 65535, got ${show(value)}`,
      typeof value === 'string' && /^\d+$/.test(value) ? `write the number ${value} without quotes` : 'give the port\'s number');
  }
  return value;
}

export function flag(what: string, value: unknown, otherwise: boolean): boolean {
  if (value === undefined || value === null) return otherwise;
  refuseToken(what, value);
  if (typeof value !== 'boolean') throw invalid('wrong-type', `${what} must be true or false, got ${show(value)}`, 'give a boolean');
  return value;
}

/** A list that was given must say something: an empty one would read as "nothing" to one person and as "everything" to the next. */
export function list<T>(what: string, values: unknown, element: (what: string, value: unknown) => T): T[] {
  refuseToken(what, values);
  if (!Array.isArray(values)) throw invalid('wrong-type', `${what} must be a list, got ${show(values)}`, 'give a list');
  if (values.length === 0) throw invalid('empty-list', `${what} is an empty list`, 'leave it out, or name at least one value');
  return values.map((value, i) => element(`${what}[${i}]`, value));
}

export function optionalList<T>(what: string, values: unknown, element: (what: string, value: unknown) => T): T[] | undefined {
  return values === undefined || values === null ? undefined : list(what, values, element);
}

/** A class of our own, whose constructor may be private. */
interface OwnClass<T> {
  readonly name: string;
  readonly prototype: T;
  [Symbol.hasInstance](value: unknown): boolean;
}

export function instance<T>(what: string, value: unknown, type: OwnClass<T>, repair: string): T {
  refuseToken(what, value);
  if (!type[Symbol.hasInstance](value)) throw invalid('wrong-type', `${what} must be of type \`${type.name}\`, got ${show(value)}`, repair);
  return value as T;
}

export function member<T extends string>(what: string, value: unknown, members: Readonly<Record<string, T>>): T {
  refuseToken(what, value);
  const found = Object.values(members).find((m) => m === value);
  if (found === undefined) {
    throw invalid('wrong-type', `${what} must be one of ${Object.keys(members).join(', ')}, got ${show(value)}`, 'use a member of the enumeration');
  }
  return found;
}

/** A struct: left out counts as empty. */
export function struct<T extends object>(what: string, value: T | undefined): Partial<T> {
  if (value === undefined || value === null) return {};
  refuseToken(what, value);
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid('wrong-type', `${what} must be an object with named options, got ${show(value)}`, 'write `{ … }`');
  return value;
}
