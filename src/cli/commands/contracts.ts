import { contractProblems } from '../../contract/problems';
import { readContract } from '../../contract/read';
import { checkContracts } from '../../contract/set/check';
import type { ContractFinding, SetMember } from '../../contract/set/finding';
import { filesOf, tryTextOf } from '../input';
import { EXIT, InputError, type Io } from '../io';
import { plain, type Paint } from '../color';
import type { OutputOptions } from '../options';
import { contractsJson } from '../output/contracts-json';
import { SEVERITY_STYLES } from '../output/painted';

/** Compares contracts. One that cannot be read leaves nothing to compare the others with. */
export function contractsCommand(paths: readonly string[], { format }: OutputOptions<'text' | 'json'>, io: Io): number {
  if (paths.length === 0) throw new InputError(['[missing-argument] no contracts; name files or directories, `-` for stdin, or `contracts.files` in mesh-access.yaml']);
  const problems: string[] = [];
  const members = filesOf(paths, (name) => /^(.*\.)?contract\.json$/.test(name)).flatMap((file) => readMember(file, problems, io));
  if (problems.length > 0) throw new InputError(problems);
  const findings = checkContracts(members);
  io.out(format === 'json' ? contractsJson(members.map((m) => m.file), findings) : text(members, findings, io.paint));
  return findings.some((f) => f.severity === 'error') ? EXIT.NO : EXIT.OK;
}

function readMember(file: string, problems: string[], io: Io): readonly SetMember[] {
  const content = tryTextOf(file, 'give the path of a contract', problems, io);
  if (content === undefined) return [];
  const name = file === '-' ? '<stdin>' : file;
  const { contract, problems: wrong } = readContract(content);
  problems.push(...contractProblems(name, wrong));
  return contract === undefined ? [] : [{ file: name, contract }];
}

function text(members: readonly SetMember[], findings: readonly ContractFinding[], paint: Paint = plain): string {
  const lines = findings.map(({ severity, id, message, repair }) => `${paint(SEVERITY_STYLES[severity], severity)} [${id}] ${message}; ${repair}`);
  const errors = findings.filter((f) => f.severity === 'error').length;
  const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
  return [...lines, `${count(members.length, 'contract')}: ${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`, ''].join('\n');
}
