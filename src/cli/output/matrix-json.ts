import type { AccessTable } from '../../report';

export function matrixJson(table: AccessTable): string {
  return `${JSON.stringify(table, undefined, 2)}\n`;
}
