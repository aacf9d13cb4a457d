import { buildWorld } from '../eval';
import type { MeshSettings } from '../eval/types';
import type { World } from '../eval/world';
import { formatManifestProblem, readPaths, type Manifests, type ReadResult } from '../manifest';
import { stdinOf } from './input';
import { InputError, type Io } from './io';

/** Of files, directories and stdin. All that is wrong with them is one error; what may matter but is not understood is said on stderr. */
export function readManifests(paths: readonly string[], io: Io): Manifests {
  if (paths.length === 0) throw new InputError(['[missing-argument] no manifests; name files or directories, `-` for stdin, or `paths` in mesh-access.yaml']);
  const read = readInputs(paths, io);
  const manifests = manifestsOf(read, io);
  if (manifests.objects.length + manifests.unread.length + Object.keys(read.skipped).length > 0) return manifests;
  throw new InputError([`[no-manifests] there are no documents in ${paths.map((path) => `\`${path}\``).join(', ')}; name what holds manifests`]);
}

export function readInputs(paths: readonly string[], io: Io): ReadResult {
  return readPaths(paths, () => stdinOf(io));
}

export function manifestsOf({ manifests, problems }: ReadResult, io: Io): Manifests {
  if (problems.length > 0) throw new InputError(problems.map(formatManifestProblem));
  reportUnread(manifests, io);
  return manifests;
}

export function readWorld(paths: readonly string[], settings: Partial<MeshSettings>, io: Io): World {
  const world = buildWorld(readManifests(paths, io), settings);
  reportUnknownPlanes(world, io);
  return world;
}

/** Once for all of them: otherwise everything is undetermined, and no line of a table says why. */
export function reportUnknownPlanes({ workloads }: World, io: Io): void {
  const namespaces = [...new Set(workloads.filter((w) => w.dataPlane === 'unknown').map((w) => w.namespace))].sort();
  if (namespaces.length === 0) return;
  const shown = namespaces.slice(0, 3).map((n) => `\`${n}\``).join(', ');
  const more = namespaces.length > 3 ? ` and ${namespaces.length - 3} more` : '';
  io.err(`whether pods of ${shown}${more} are in the mesh is not known, and what depends on it is undetermined: no Namespace object says it; give it, too, or say \`--no-mesh\`\n`);
}

export function reportUnread({ unread }: Manifests, io: Io): void {
  for (const { kind, name, namespace, origin, concern } of unread) {
    const place = origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`;
    io.err(`${place}: ${kind} ${namespace === undefined ? name : `${namespace}/${name}`} is not taken into account (${concern})\n`);
  }
}
