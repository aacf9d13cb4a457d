import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { nearest } from './schema/nearest';

/** What the file system refuses with, `ENOENT`; an error of another realm is none of ours. */
export function refusalOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

const REPAIRS: Readonly<Record<string, string>> = {
  EACCES: 'look at its permissions',
  EPERM: 'look at its permissions',
  EISDIR: 'it is a directory',
  ENOTDIR: 'one of the names on its way is a file',
  ELOOP: 'its links lead in a circle',
};

/** What to do about it; where nothing is, what was meant perhaps, and from where it was looked for. */
export function repairOf(path: string, error: unknown): string | undefined {
  const refusal = refusalOf(error);
  return refusal === 'ENOENT' ? repairOfMissing(path) : REPAIRS[refusal];
}

/** The first name on the way that is not there is the one that is wrong. */
function repairOfMissing(path: string): string {
  let missing = path;
  for (let parent = dirname(path); parent !== dirname(parent) && namesIn(parent) === undefined; parent = dirname(parent)) missing = parent;
  const beside = namesIn(dirname(missing)) ?? [];
  if (beside.includes(basename(missing))) return 'it is a link that leads nowhere';
  const meant = nearest(basename(missing), beside);
  return meant === undefined ? `there is no such file or directory, seen from \`${resolve('.')}\`` : `did you mean \`${join(dirname(missing), meant, relative(missing, path))}\`?`;
}

function namesIn(directory: string): readonly string[] | undefined {
  try {
    return readdirSync(directory).sort();
  } catch {
    return undefined;
  }
}
