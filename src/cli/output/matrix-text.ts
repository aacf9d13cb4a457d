import { formatAccessTable, type AccessTable } from '../../report';

export function matrixText(table: AccessTable): string {
  return formatAccessTable(table);
}
