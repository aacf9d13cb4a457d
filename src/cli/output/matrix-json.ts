import type { AccessTable } from '../../report';

/** `schema/access-table.schema.json`. */
export function matrixJson(table: AccessTable): string {
  return `${JSON.stringify({ schema: 'cdk8s-mesh-access/access-table', version: 2, ...table }, undefined, 2)}\n`;
}
