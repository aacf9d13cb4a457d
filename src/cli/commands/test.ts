import { readFileSync } from 'node:fs';
import { parseCaseFile, runCases, type CaseFile } from '../../cases';
import { buildWorld } from '../../eval';
import { formatManifestProblem, readPaths, type ManifestProblem, type ReadResult } from '../../manifest';
import { EXIT, InputError, type Io } from '../io';
import { settingsOf, type MeshOptions } from '../options';
import type { CaseFileResult } from '../output/test-result';
import { testJson } from '../output/test-json';
import { testText } from '../output/test-text';
import { reportUnread } from '../world';

/** Runs case files. One that cannot be run whole is bad input: nothing is reported as holding next to it. */
export function testCommand(files: readonly string[], options: MeshOptions & { readonly json?: boolean }, io: Io): number {
  const problems: ManifestProblem[] = [];
  const caseFiles = files.flatMap((file) => readCaseFile(file, options, problems) ?? []);
  const results = run(caseFiles, problems, io);
  if (problems.length > 0) throw new InputError([...new Set(problems.map(formatManifestProblem))]);
  io.out(options.json ? testJson(results) : testText(results));
  return results.every(({ results: cases }) => cases.every((c) => c.holds)) ? EXIT.OK : EXIT.NO;
}

function readCaseFile(file: string, options: MeshOptions, problems: ManifestProblem[]): CaseFile | undefined {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    problems.push({ code: 'unreadable-file', origin: { file }, message: `cannot be read (${(error as NodeJS.ErrnoException).code})`, repair: 'name a case file' });
    return undefined;
  }
  const read = parseCaseFile(file, text, settingsOf(options));
  problems.push(...read.problems);
  return read.caseFile;
}

/** Manifests that several files are about are read once. */
function run(caseFiles: readonly CaseFile[], problems: ManifestProblem[], io: Io): readonly CaseFileResult[] {
  const read = new Map<string, ReadResult>();
  return caseFiles.map((caseFile) => {
    const key = JSON.stringify(caseFile.manifests);
    let result = read.get(key);
    if (result === undefined) {
      result = readPaths(caseFile.manifests);
      read.set(key, result);
      problems.push(...result.problems);
      reportUnread(result.manifests, io);
    }
    if (result.problems.length > 0) return { file: caseFile.file, results: [] };
    const ran = runCases(caseFile, buildWorld(result.manifests, caseFile.settings));
    problems.push(...ran.problems);
    return { file: caseFile.file, results: ran.results };
  });
}
