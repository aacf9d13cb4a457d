import { over, type KnownObject, type ManifestObject, type Manifests } from '../../manifest';
import { identity } from '../../manifest/over';
import { contractProblems } from '../../contract/problems';
import { prove } from '../../proof';
import type { IndexFile } from '../../synth-index/index-file';
import { readIndex } from '../../synth-index/read';
import { textOf } from '../input';
import { EXIT, InputError, type Io } from '../io';
import type { OutputOptions } from '../options';
import { proveJson } from '../output/prove-json';
import { missingText } from '../output/prove-missing';
import { proveText } from '../output/prove-text';
import { manifestsOf, readInputs, readManifests } from '../world';

export interface ProveOptions extends OutputOptions<'text' | 'json'> {
  readonly index?: string;
  readonly existing?: readonly string[];
}

/** The proof of synth, of what somebody made of its manifests. */
export function proveCommand(paths: readonly string[], options: ProveOptions, io: Io): number {
  const index = indexIn(options.index);
  const written = byConstruct(readManifests(paths, io), index);
  const existing = options.existing ?? index.existingManifests ?? [];
  const input = existing.length === 0 ? { manifests: written } : over(manifestsOf(readInputs(existing, io), io), written);
  for (const hint of missingText(index.objects, input.manifests)) io.err(`${hint}\n`);
  io.stage?.('prove');
  const proof = prove({ model: index, ...input });
  io.out(options.format === 'json' ? proveJson(proof, index.proof) : proveText(proof, index.proof, io.paint));
  return proof.verdict === 'refuted' ? EXIT.NO : EXIT.OK;
}

function indexIn(file: string | undefined): IndexFile {
  if (file === undefined) throw new InputError(['[missing-argument] no index; name with `--index` the `index.json` that synth writes beside the manifests, or in mesh-access.yaml as `prove.index`']);
  const text = textOf(file, 'give the `index.json` that synth writes beside the manifests');
  const { index, problems } = readIndex(text);
  if (index === undefined) throw new InputError(contractProblems(file, problems));
  return index;
}

/** What synth wrote leads back to its construct; what somebody renamed or added is known by file and line alone. */
function byConstruct({ objects, unread }: Manifests, index: IndexFile): Manifests {
  const constructs = new Map(index.objects.map(({ apiVersion, kind, name, namespace, construct }) => {
    // cdk8s gives it its chart's, and the reader drops that.
    const metadata = kind === 'Namespace' ? { name } : { name, namespace };
    return [identity({ object: { apiVersion, kind, metadata } as KnownObject, origin: {} }), construct];
  }));
  return {
    objects: objects.map((o): ManifestObject => {
      const construct = constructs.get(identity(o));
      return construct === undefined ? o : { ...o, origin: { ...o.origin, construct } };
    }),
    unread,
  };
}
