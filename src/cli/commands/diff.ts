import { existsSync } from 'node:fs';
import { diffAccess, isBeyond, type AccessDiff } from '../../diff';
import { renamed } from '../../diff/rename';
import { buildWorld } from '../../eval';
import { readFiles, type Manifests, type ReadResult } from '../../manifest';
import { THROUGH_GATEWAYS } from '../../manifest/validate/ingress-routes';
import { filesAt, hasManifests, type Revision, revisionsOf } from '../git';
import { EXIT, InputError, type Io } from '../io';
import { checkNames, namesOf, type RenameOptions } from '../names';
import { settingsOf, type MeshOptions, type OutputOptions } from '../options';
import { diffJson } from '../output/diff-json';
import { diffMarkdown } from '../output/diff-markdown';
import { diffText } from '../output/diff-text';
import { manifestsOf, readInputs, reportUnknownPlanes } from '../world';

export interface DiffOptions extends RenameOptions, OutputOptions<'text' | 'json' | 'markdown'> {
  readonly failOn: 'broadening' | 'any' | 'nothing';
  /** Those of `mesh-access.yaml`, for revisions. */
  readonly paths?: readonly string[];
}

/** Compares two sets of manifests by who may call whom. */
export function diffCommand(old: string, others: readonly string[], options: MeshOptions & DiffOptions, io: Io): number {
  const names = namesOf(options);
  const [readOld, readNew] = inputs(old, others, options.paths, io);
  const [before, after] = [manifestsOf(readOld(), io, THROUGH_GATEWAYS), manifestsOf(readNew(), io, THROUGH_GATEWAYS)];
  const settings = settingsOf(options, io);
  io.stage?.('compare');
  const worlds = { before: buildWorld(inWords(before, names), settings), after: buildWorld(after, settings) };
  reportUnknownPlanes([worlds.before, worlds.after], io);
  const diff = diffAccess(worlds);
  io.out(formatted(diff, options.format, io));
  return isBeyond(diff, options.failOn) ? EXIT.NO : EXIT.OK;
}

function inWords(manifests: Manifests, names: ReturnType<typeof namesOf>): Manifests {
  if (names === undefined) return manifests;
  checkNames(names, manifests);
  return renamed(manifests, names);
}

/** Two paths, or revisions with the paths to look at in each. What is there as a path is no revision. */
function inputs(old: string, others: readonly string[], defaults: readonly string[] = [], io: Io): readonly [() => ReadResult, () => ReadResult] {
  const revisions = old === '-' || existsSync(old) ? undefined : revisionsOf(old);
  if (revisions === undefined) {
    refuseTrees([old, ...others]);
    if (others.length === 1 && !isRange(old)) return [() => readInputs([old], io), () => readInputs(others, io)];
    throw new InputError([others.length === 0
      ? '[missing-argument] two sets of manifests are compared; name the old and the new one, or revisions of git such as `main..HEAD`'
      : `[bad-argument] \`${old}\` is neither a path nor a range of revisions${isRange(old) ? ' that git knows here; check the names, and that they were fetched' : '; with more than two paths, name revisions first'}`]);
  }
  const { before, after } = revisions;
  const paths = others.length > 0 ? others : defaults;
  const atOld = filesAt(before, paths);
  if (after === undefined) {
    if (atOld.length === 0) reportNone(before, paths, 'new', io);
    return [() => readFiles(atOld), () => readInputs(paths.length === 0 ? ['.'] : paths, io)];
  }
  const atNew = filesAt(after, paths);
  refuseEmptyPaths(paths, [before, after]);
  if (atOld.length + atNew.length === 0) {
    throw new InputError([`[no-manifests] neither \`${before.name}\` nor \`${after.name}\` has manifests there; name a directory with \`*.yaml\`, \`*.yml\` or \`*.json\` files`]);
  }
  if (atOld.length === 0) reportNone(before, paths, 'new', io);
  if (atNew.length === 0) reportNone(after, paths, 'gone', io);
  return [() => readFiles(atOld), () => readFiles(atNew)];
}

/** As `git show` takes them. One letter before the colon is a drive of Windows. */
function refuseTrees(texts: readonly string[]): void {
  const trees = texts.filter((text) => /^[^:]{2,}:[^:]/.test(text) && !existsSync(text));
  if (trees.length === 0) return;
  throw new InputError(trees.map((text) => `[bad-argument] \`${text}\` is no path here; name revisions and paths apart: \`main..HEAD -- dist\``));
}

/** As `main..HEAD` is, whether or not git knows the names; `../old` and `a/../b` are paths. */
function isRange(text: string): boolean {
  return !existsSync(text) && /^[^.].*\.\./.test(text) && !text.includes('/../');
}

/** What stands after `--` is a path, whatever it looks like; one that is nowhere is a mistake, and would leave something out. */
function refuseEmptyPaths(paths: readonly string[], revisions: readonly Revision[]): void {
  const empty = paths.filter((path) => !revisions.some((revision) => hasManifests(revision, path)));
  const repair = (path: string): string => (path.startsWith('-') ? 'give options before `--`' : 'check the spelling, as seen from this directory');
  const names = revisions.map((r) => `\`${r.name}\``).join(' nor ');
  if (empty.length > 0) throw new InputError(empty.map((path) => `[unknown-path] neither ${names} has manifests at \`${path}\`; ${repair(path)}`));
}

/** A directory that was renamed would be one that is gone, or one that is new. */
function reportNone({ name }: Revision, paths: readonly string[], fate: 'gone' | 'new', io: Io): void {
  const where = paths.length === 0 ? 'here' : `at ${paths.map((path) => `\`${path}\``).join(', ')}`;
  io.err(`\`${name}\` has no manifests ${where}: all access is ${fate}; if a directory was renamed, name both paths\n`);
}

function formatted(diff: AccessDiff, format: DiffOptions['format'], { paint }: Io): string {
  switch (format) {
    case 'json': return diffJson(diff);
    case 'markdown': return diffMarkdown(diff);
    case 'text': return diffText(diff, paint);
  }
}
