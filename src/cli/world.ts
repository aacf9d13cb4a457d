import { buildWorld } from '../eval';
import type { MeshSettings } from '../eval/types';
import type { World } from '../eval/world';
import { formatManifestProblem, readPaths, type Manifests, type ReadResult } from '../manifest';
import { InputError, type Io } from './io';

/** Reads manifests; all that is wrong with them is one error, and what may matter but is not understood is said on stderr. */
export function readManifests(paths: readonly string[], io: Io): Manifests {
  return manifestsOf(readPaths(paths), io);
}

export function manifestsOf({ manifests, problems }: ReadResult, io: Io): Manifests {
  if (problems.length > 0) throw new InputError(problems.map(formatManifestProblem));
  reportUnread(manifests, io);
  return manifests;
}

export function readWorld(paths: readonly string[], settings: Partial<MeshSettings>, io: Io): World {
  return buildWorld(readManifests(paths, io), settings);
}

export function reportUnread({ unread }: Manifests, io: Io): void {
  for (const { kind, name, namespace, origin, concern } of unread) {
    const place = origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`;
    io.err(`${place}: ${kind} ${namespace === undefined ? name : `${namespace}/${name}`} is not taken into account (${concern})\n`);
  }
}
