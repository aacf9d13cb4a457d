import { formatAccessTable, type AccessTable } from '../../report';
import { plain, type Paint, type Style } from '../color';
import { isIndented, painted } from './painted';

export function matrixText(table: AccessTable, paint: Paint = plain): string {
  const exceptions = new Set(table.exceptions.map((text) => `  ${text}`));
  return painted(formatAccessTable(table), paint, (line): Style | undefined => {
    if (!isIndented(line)) return 'strong';
    if (line === '  nobody') return 'faint';
    return exceptions.has(line) || line.includes('  undetermined: ') ? 'doubtful' : undefined;
  });
}
