const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const INTEGER = /^[-+]?(0|[1-9]\d*)$/;
const OTHER_INTEGER = /^([-+]?)0(?:([xX][\da-fA-F]+)|([bB][01]+)|[oO]?([0-7]+))$/;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;

/**
 * The value of an unquoted scalar as kubectl reads it, which is YAML 1.1 without dates and base 60: `on` and `y` are true,
 * `010` is eight, `1.10` is a number and not a version. A label written so is refused by the API server.
 */
export function resolvePlain(text: string): unknown {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  // Numbers start with `+`, `-`, `.` or a digit; most scalars do not.
  if (first > 0x39 || first < 0x2b) return text;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (INTEGER.test(plain)) return Number(plain);
  const other = OTHER_INTEGER.exec(plain);
  if (other !== null) return otherInteger(other);
  if (FLOAT.test(plain)) return Number(plain);
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^\.(nan|NaN|NAN)$/.test(text) ? NaN : text;
}

function otherInteger([, sign, hex, binary, octal]: RegExpExecArray): number {
  const size = hex !== undefined ? parseInt(hex.slice(1), 16) : binary !== undefined ? parseInt(binary.slice(1), 2) : parseInt(octal, 8);
  return sign === '-' ? -size : size;
}
