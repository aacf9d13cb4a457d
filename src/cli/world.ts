import { buildWorld } from '../eval';
import { absentGateways } from '../eval/gateway/absent';
import type { MeshSettings } from '../eval/types';
import type { World } from '../eval/world';
import { readPaths, type Manifests, type ReadResult } from '../manifest';
import { THROUGH_GATEWAYS } from '../manifest/validate/ingress-routes';
import { placeOf } from '../manifest/validate/repeated';
import { stdinOf } from './input';
import { InputError, type Io } from './io';
import { problemLines } from './problems';

/** Of files, directories and stdin. All that is wrong with them is one error; what may matter but is not understood is said on stderr. */
export function readManifests(paths: readonly string[], io: Io, ...followed: readonly string[]): Manifests {
  if (paths.length === 0) throw new InputError(['[missing-argument] no manifests; name files or directories, `-` for stdin, or `paths` in mesh-access.yaml']);
  const read = readInputs(paths, io);
  const manifests = manifestsOf(read, io, ...followed);
  if (manifests.objects.length + manifests.unread.length + Object.keys(read.skipped).length > 0) return manifests;
  throw new InputError([`[no-manifests] there are no documents in ${paths.map((path) => `\`${path}\``).join(', ')}; name what holds manifests`]);
}

export function readInputs(paths: readonly string[], io: Io): ReadResult {
  io.stage?.('read');
  return readPaths(paths, () => stdinOf(io));
}

/** `followed`: concerns that are none this time. */
export function manifestsOf(read: ReadResult, io: Io, ...followed: readonly string[]): Manifests {
  if (read.problems.length > 0) throw new InputError(problemLines(read.problems));
  const { manifests } = read;
  reportRead({ ...read, manifests: { ...manifests, unread: manifests.unread.filter(({ concern }) => !followed.includes(concern)) } }, io);
  return manifests;
}

export function readWorld(paths: readonly string[], settings: Partial<MeshSettings>, io: Io, followed?: string): World {
  const manifests = readManifests(paths, io, ...(followed === undefined ? [] : [followed]));
  io.stage?.('decide');
  const world = buildWorld(manifests, settings);
  reportUnknownPlanes([world], io);
  if (followed === THROUGH_GATEWAYS) reportAbsentGateways(world, io);
  return world;
}

/** Once for all of them: otherwise everything is undetermined, and no line of a table says why. */
export function reportUnknownPlanes(worlds: readonly World[], io: Io): void {
  const unknown = worlds.flatMap((world) => world.workloads).filter((w) => w.dataPlane === 'unknown' && w.apart === undefined && w.otherIstiod === undefined);
  const namespaces = [...new Set(unknown.map((w) => w.namespace))].sort();
  if (namespaces.length === 0) return;
  io.err(`whether pods of ${shownOf(namespaces.map((n) => `\`${n}\``))} are in the mesh is not known, and what depends on it is undetermined: no Namespace object says it; give it, too, or say \`--no-mesh\`\n`);
}

function shownOf(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

/** The same, for those that routes lead through. */
function reportAbsentGateways(world: World, io: Io): void {
  const names = absentGateways(world).filter(({ isRouted }) => isRouted).map(({ pod }) => `\`${pod.id}\``).sort();
  if (names.length === 0) return;
  io.err(`what comes through ${shownOf(names)} is undetermined: the manifests have no pods of ${names.length === 1 ? 'that gateway' : 'these gateways'}; give them, too\n`);
}

/** What is in the files and in no answer: objects that may matter one by one, others by their kind. */
export function reportRead({ manifests: { unread }, repeated, skipped }: ReadResult, io: Io): void {
  for (const { origin, concern, ...object } of unread) io.err(`${placeOf(origin)}: ${nameOf(object)} is not taken into account (${concern})\n`);
  for (const { origin, first, ...object } of repeated) io.err(`${placeOf(origin)}: ${nameOf(object)} is given again, as at ${placeOf(first)}, and taken once\n`);
  const kinds = Object.entries(skipped).map(([kind, count]) => `${count} ${kind.slice(kind.lastIndexOf('/') + 1)}`);
  if (kinds.length > 0) io.err(`not looked at, since they decide nothing about calls: ${kinds.join(', ')}\n`);
}

function nameOf({ kind, name, namespace }: { readonly kind: string; readonly name: string; readonly namespace?: string }): string {
  // Whose files are no objects of a cluster have no name.
  if (name === '') return kind;
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
