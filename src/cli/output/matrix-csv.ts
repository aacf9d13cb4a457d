import type { AccessTable } from '../../report';

/** One line for each caller of each port, quoted as in RFC 4180. */
export function matrixCsv({ callees, waysIn = [], externals, waysOut = [] }: AccessTable): string {
  const rows = [
    ['callee', 'caller', 'access'],
    ...[...callees, ...waysIn].flatMap(({ callee, callers }) => callers.map(({ caller, access }) => [callee, caller, access])),
    ...externals.map((text) => leaving(text, 'external')),
    ...waysOut.map((text) => leaving(text, 'way out')),
  ];
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function leaving(text: string, access: string): readonly string[] {
  const [caller, target] = text.split(' -> ');
  return [target, caller, access];
}

/** What begins like a formula is none: https://owasp.org/www-community/attacks/CSV_Injection */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
