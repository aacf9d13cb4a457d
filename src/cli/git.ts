import { spawnSync } from 'node:child_process';
import { isManifestName, type NamedBytes } from '../manifest';
import { refusalOf } from '../manifest/refusal';
import { InputError } from './io';

export interface Revision {
  /** As it was given. */
  readonly name: string;
  readonly commit: string;
}

/** What is compared: two revisions, or one with the files as they are. */
export interface Revisions {
  readonly before: Revision;
  /** Left out: the files. */
  readonly after?: Revision;
}

/** `main..HEAD`, `main...HEAD` (from where they parted), `main..` (with HEAD), `main` (with the files); undefined: no revisions. */
export function revisionsOf(text: string): Revisions | undefined {
  const [, from = 'HEAD', dots, to] = /^([^.].*?)?(\.{2,3})(.*)$/.exec(text) ?? [];
  if (dots === undefined) {
    const before = revisionOf(text);
    return before && { before };
  }
  const [before, after] = [revisionOf(from), revisionOf(to === '' ? 'HEAD' : to)];
  if (before === undefined || after === undefined) return undefined;
  return { before: dots === '...' ? { ...before, commit: git(['merge-base', before.commit, after.commit]).toString().trim() } : before, after };
}

/** The manifests at a revision, below the paths, or below where we are. */
export function filesAt(revision: Revision, paths: readonly string[]): readonly NamedBytes[] {
  const blobs = blobsAt(revision, paths);
  const contents = contentsOf(git(['cat-file', '--batch'], blobs.map(({ id }) => `${id}\n`).join('')));
  return blobs.map(({ path }, i) => ({ file: `${revision.name}:${path}`, bytes: contents[i] }));
}

export function hasManifests(revision: Revision, path: string): boolean {
  return blobsAt(revision, [path]).length > 0;
}

function blobsAt({ commit }: Revision, paths: readonly string[]): readonly { readonly id: string; readonly path: string }[] {
  const listed = git(['ls-tree', '-r', '-z', '--', commit, ...paths]).toString().split('\0').filter((line) => line !== '');
  return listed.flatMap((line) => {
    const [, mode, id, path] = /^(\d+) blob (\w+)\t(.*)$/s.exec(line) ?? [];
    // Links and submodules have no text of their own.
    return path !== undefined && mode.startsWith('100') && (isManifestName(path) || paths.includes(path)) ? [{ id, path }] : [];
  });
}

/** Each with a line before it, `<id> blob <size>`, and a line break after it. */
function contentsOf(batch: Buffer): readonly Uint8Array[] {
  const contents: Uint8Array[] = [];
  for (let at = 0; at < batch.length;) {
    const end = batch.indexOf(10, at);
    const size = Number(batch.toString('utf8', at, end).split(' ')[2]);
    contents.push(batch.subarray(end + 1, end + 1 + size));
    at = end + 2 + size;
  }
  return contents;
}

function revisionOf(name: string): Revision | undefined {
  if (name === '') return undefined;
  const { status, stdout, error } = spawnSync('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  if (error !== undefined) throw new InputError([`[git] \`${name}\` is no path here, and git, which may know it as a revision, cannot be run (${refusalOf(error)})`]);
  return status === 0 ? { name, commit: stdout.toString().trim() } : undefined;
}

const MAX_BYTES = 2 ** 30;

function git(args: readonly string[], input = ''): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', args, { input, maxBuffer: MAX_BYTES });
  if (status === 0) return stdout;
  throw new InputError([`[git] \`git ${args[0]}\` failed: ${error?.message ?? stderr.toString().trim()}`]);
}
