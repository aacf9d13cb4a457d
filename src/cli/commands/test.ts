import { parseCaseFile, runCases, type CaseFile } from '../../cases';
import { buildWorld } from '../../eval';
import type { MeshSettings } from '../../eval/types';
import { DEFAULTS_FILE, formatManifestProblem, readPaths, type ReadResult } from '../../manifest';
import { filesOf, tryTextOf } from '../input';
import { EXIT, InputError, type Io } from '../io';
import { settingsOf, type MeshOptions, type OutputOptions } from '../options';
import { problemLines } from '../problems';
import { testJson } from '../output/test-json';
import { testJunit } from '../output/test-junit';
import type { CaseFileResult } from '../output/test-result';
import { testTap } from '../output/test-tap';
import { testText } from '../output/test-text';
import { reportRead } from '../world';

const FORMATS = { text: testText, json: testJson, tap: testTap, junit: testJunit } as const;

export type TestFormat = keyof typeof FORMATS;

/** Runs case files. One that cannot be run whole is bad input: nothing is reported as holding next to it. */
export function testCommand(paths: readonly string[], options: MeshOptions & OutputOptions<TestFormat>, io: Io): number {
  if (paths.length === 0) throw new InputError(['[missing-argument] no case files; name files or directories, `-` for stdin, or `test.files` in mesh-access.yaml']);
  const problems: string[] = [];
  const files = filesOf(paths, (name) => /\.ya?ml$/.test(name) && name !== DEFAULTS_FILE);
  const settings = settingsOf(options, io);
  const caseFiles = files.flatMap((file) => readCaseFile(file, settings, problems, io) ?? []);
  const results = run(caseFiles, problems, io);
  if (problems.length > 0) throw new InputError([...new Set(problems)]);
  io.out(FORMATS[options.format](results, io.paint));
  return results.every(({ results: cases }) => cases.every((c) => c.holds)) ? EXIT.OK : EXIT.NO;
}

/** Of stdin the manifests are seen from here. */
function readCaseFile(file: string, settings: Partial<MeshSettings>, problems: string[], io: Io): CaseFile | undefined {
  const text = tryTextOf(file, 'name a case file', problems, io);
  if (text === undefined) return undefined;
  const read = parseCaseFile(file === '-' ? '<stdin>' : file, text, settings);
  problems.push(...read.problems.map(formatManifestProblem));
  return read.caseFile;
}
/** Manifests that several files are about are read once. */
function run(caseFiles: readonly CaseFile[], problems: string[], io: Io): readonly CaseFileResult[] {
  const read = new Map<string, ReadResult>();
  return caseFiles.map((caseFile) => {
    const key = JSON.stringify(caseFile.manifests);
    let result = read.get(key);
    if (result === undefined) {
      io.stage?.('read');
      result = readPaths(caseFile.manifests);
      read.set(key, result);
      problems.push(...problemLines(result.problems));
      reportRead(result, io);
    }
    if (result.problems.length > 0) return { file: caseFile.file, results: [] };
    io.stage?.('decide');
    const ran = runCases(caseFile, buildWorld(result.manifests, caseFile.settings));
    problems.push(...ran.problems.map(formatManifestProblem));
    return { file: caseFile.file, results: ran.results };
  });
}
