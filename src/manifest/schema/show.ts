const LONGEST = 80;
const CONTROL = /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu;

/** A value of the user's for an error message: cut short, and with control characters escaped, which could steer a terminal. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : describe(value);
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `\`${cut.replace(CONTROL, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)}\``;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? '{}' : '{…}';
  return String(value);
}

/** What a value is, in the words of YAML. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number';
  return `a ${typeof value}`;
}
