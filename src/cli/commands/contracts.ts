import { readFileSync } from 'node:fs';
import { contractProblems } from '../../contract/problems';
import { readContract } from '../../contract/read';
import { checkContracts } from '../../contract/set/check';
import type { ContractFinding, SetMember } from '../../contract/set/finding';
import { EXIT, InputError, type Io } from '../io';

/** Compares contracts. One that cannot be read leaves nothing to compare the others with. */
export function contractsCommand(files: readonly string[], { json = false }: { readonly json?: boolean }, io: Io): number {
  const problems: string[] = [];
  const members = [...new Set(files)].flatMap((file) => readMember(file, problems));
  if (problems.length > 0) throw new InputError(problems);
  const findings = checkContracts(members);
  io.out(json ? `${JSON.stringify({ contracts: members.map((m) => m.file), findings }, undefined, 2)}\n` : text(members, findings));
  return findings.some((f) => f.severity === 'error') ? EXIT.NO : EXIT.OK;
}

function readMember(file: string, problems: string[]): readonly SetMember[] {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    problems.push(`${file}: [unreadable-file] cannot be read; give the path of a contract`);
    return [];
  }
  const { contract, problems: wrong } = readContract(content);
  problems.push(...contractProblems(file, wrong));
  return contract === undefined ? [] : [{ file, contract }];
}

function text(members: readonly SetMember[], findings: readonly ContractFinding[]): string {
  const lines = findings.map(({ severity, id, message, repair }) => `${severity} [${id}] ${message}; ${repair}`);
  const errors = findings.filter((f) => f.severity === 'error').length;
  const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
  return [...lines, `${count(members.length, 'contract')}: ${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`, ''].join('\n');
}
