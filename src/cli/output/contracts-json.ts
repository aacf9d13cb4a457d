import type { ContractFinding } from '../../contract/set/finding';

/** `schema/contract-findings.schema.json`. */
export function contractsJson(contracts: readonly string[], findings: readonly ContractFinding[]): string {
  const count = (severity: ContractFinding['severity']): number => findings.filter((f) => f.severity === severity).length;
  const result = { schema: 'cdk8s-mesh-access/contract-findings', version: 1, errors: count('error'), warnings: count('warning'), contracts, findings };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
