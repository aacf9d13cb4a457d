import { dirname, isAbsolute, join } from 'node:path';
import { questionText } from '../eval/ask/question';
import type { MeshSettings } from '../eval/types';
import type { ManifestProblem } from '../manifest/manifests';
import { ANSWERS, KEYS, type Case, type CaseFile } from './case-file';
import { type Field, mapped } from './field';
import { readMesh } from './mesh';
import { readCaller, readPlace, readRequest, readTarget } from './parse-question';
import { yamlFile } from './yaml-file';

export interface ParsedCaseFile {
  /** Undefined as soon as there is one problem: half a file would test half of what was meant. */
  readonly caseFile?: CaseFile;
  readonly problems: readonly ManifestProblem[];
}

/** Reads one case file; `defaults` are the facts that its `mesh` leaves out. */
export function parseCaseFile(file: string, text: string, defaults: Partial<MeshSettings> = {}): ParsedCaseFile {
  const problems: ManifestProblem[] = [];
  const caseFile = readDocument(file, text, defaults, problems);
  return problems.length > 0 ? { problems } : { caseFile, problems };
}

function readDocument(file: string, text: string, defaults: Partial<MeshSettings>, problems: ManifestProblem[]): CaseFile | undefined {
  const root = yamlFile(file, text, 'bad-case-file', problems);
  const fields = root?.mapping(KEYS.file);
  if (root === undefined || fields === undefined) return undefined;
  return {
    file,
    manifests: readManifests(root, fields.get('manifests'), dirname(file)),
    settings: { ...defaults, ...readMesh(fields.get('mesh')) },
    cases: readCases(root, fields.get('cases')),
  };
}

function readManifests(root: Field, field: Field | undefined, directory: string): readonly string[] {
  if (field === undefined) return root.fail('`manifests` is missing', 'list the files and directories to read, relative to this file') ?? [];
  const paths = field.list();
  if (paths?.length === 0) field.fail('lists no manifests', 'list the files and directories to read, relative to this file');
  return (paths ?? []).flatMap((path) => path.string() ?? []).map((path) => isAbsolute(path) ? path : join(directory, path));
}

function readCases(root: Field, field: Field | undefined): readonly Case[] {
  if (field === undefined) return root.fail('`cases` is missing', 'list at least one case') ?? [];
  const cases = field.list();
  // A file that asks nothing would hold for ever.
  if (cases?.length === 0) field.fail('lists no cases', 'list at least one case');
  return (cases ?? []).flatMap((item) => readCase(item) ?? []);
}

function readCase(item: Field): Case | undefined {
  const fields = item.mapping(KEYS.case);
  if (fields === undefined) return undefined;
  const missing = (['from', 'to', 'expect'] as const).filter((key) => !fields.has(key));
  for (const key of missing) item.fail(`\`${key}\` is missing`, 'a case says `from`, `to` and `expect`');
  const from = mapped(fields.get('from'), readCaller);
  const to = mapped(fields.get('to'), readTarget);
  const via = mapped(fields.get('via'), readPlace);
  const request = mapped(fields.get('request'), readRequest);
  const expect = fields.get('expect')?.oneOf(ANSWERS);
  const name = fields.get('name')?.string();
  if (from === undefined || to === undefined || expect === undefined) return undefined;
  const question = { from, to, ...(via && { via }), ...(request && { request }) };
  return { name: name ?? questionText(question), line: item.line, path: item.path, question, expect };
}
