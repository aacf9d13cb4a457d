import { join } from 'node:path';
import { inEmptyDirectory } from '../../test/golden/synthesize';
import { REPOSITORIES, TEAMS } from '../../test/golden/teams';
import { readDirectory } from '../admitted/admit';
import type { KubernetesObject } from '../admitted/client';
import type { Cluster } from '../admitted/cluster';
import { type Kinds, refusals, rights } from '../admitted/rights';
import { bind, installRoles, makeNamespace, type Tier, TIERS, userOf, type Writer, writerOf } from '../admitted/tiers';
import { Registry } from '../../src/private/registry';
import type { AccessModel } from '../../src/model/model';
import type { Committed } from '../subjects/declared';
import type { Context } from './context';

const OURS = 'app.kubernetes.io/managed-by=cdk8s-mesh-access';

interface Owned {
  readonly writer: Writer;
  readonly object: KubernetesObject;
}

interface Written {
  readonly name: string;
  readonly objects: readonly Owned[];
}

/**
 * The ClusterRoles of the guide, bound as it says, and an API server that asks them: each tier's user writes all that any committed App of
 * that tier emits, writes it again and prunes it; and has no other right, there or elsewhere.
 */
export async function checkTiers({ ledger, findings }: Context, cluster: Cluster, meshes: readonly Committed[]): Promise<void> {
  const { client } = cluster;
  await installRoles(client);
  const apps = committedApps(meshes);
  const writers = new Map(apps.flatMap((a) => a.objects.map(({ writer }) => [userOf(writer), writer] as const)));
  const namespaces = [...new Set(apps.flatMap((a) => a.objects.flatMap(({ object }) => object.metadata.namespace ?? [])))].sort();
  for (const namespace of namespaces) await makeNamespace(client, namespace);
  for (const writer of writers.values()) await bind(client, writer);

  let objects = 0;
  for (const app of apps) {
    await ledger.attempt(`tiers ${app.name}`, async () => {
      objects += app.objects.length;
      return (await Promise.all(app.objects.map((o) => writeAndPrune(cluster, o)))).flat();
    });
  }
  findings.add('Admitted', 'the ClusterRoles of docs/guide/rbac.yaml: what each tier\'s user writes (server-side apply), writes again, lists and deletes, in the user\'s name',
    `${objects} objects of ${apps.length} goldens and examples, ${writers.size} users`, '0 refused');

  const kinds: Kinds = new Map(TIERS.map((tier) => [tier, distinctKinds(apps, tier)]));
  let granted = 0;
  let refused = 0;
  for (const tier of TIERS) {
    await ledger.attempt(`tiers: ${tier} may do nothing else`, async () => {
      const writer = [...writers.values()].find((w) => w.tier === tier);
      if (writer === undefined) return ['no committed App emits anything of this tier'];
      const as = client.as(userOf(writer));
      const own = await rights(as, writer, kinds, [...namespaces, 'kube-system']);
      const others = await refusals(as, writer, kinds, [...namespaces, 'kube-system']);
      granted += own.count;
      refused += others.count;
      return [...own.complaints, ...others.complaints];
    });
  }
  findings.add('Admitted', 'rights of a tier\'s user, as the API server\'s authorizer lists them', `${granted} (verb, resource, namespace)`, 'exactly those that the goldens and examples of the tier need');
  findings.add('Admitted', 'objects of kinds or namespaces that are not a tier\'s, applied by its user', `${refused}`, 'all refused');
}

async function writeAndPrune({ client }: Cluster, { writer, object }: Owned): Promise<string[]> {
  const as = client.as(userOf(writer));
  const name = `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
  const complaints: string[] = [];
  for (const time of ['applied', 'applied again']) {
    const { status, body } = await as.apply(object, JSON.stringify(object));
    if (status >= 300) complaints.push(`${name}: ${time} by ${userOf(writer)}: ${body.message ?? status}`);
  }
  const listed = await as.list(object, OURS);
  if (listed.body.items?.every((o) => o.metadata.name !== object.metadata.name) ?? true) complaints.push(`${name}: not listed for ${userOf(writer)}: ${listed.body.message ?? ''}`);
  const { status } = await as.delete(object);
  // Deleting a Namespace takes everything with it: no tier may.
  const expected = object.kind === 'Namespace' ? 403 : 200;
  if (status !== expected) complaints.push(`${name}: deleted by ${userOf(writer)}: ${status}, not ${expected}`);
  return complaints;
}

function committedApps(meshes: readonly Committed[]): Written[] {
  const goldens = meshes.flatMap(({ directory, subject: { model, name } }) => model === undefined ? [] : [written(name, directory, model)]);
  const teams = REPOSITORIES.map(({ name, build }) => written(
    `example teams ${name}`, join(TEAMS, 'expected', name), inEmptyDirectory((directory) => Registry.of(build(directory)).index().model),
  ));
  return [...goldens, ...teams];
}

/** What the library wrote; a case brings others' objects, too. */
function written(name: string, directory: string, model: AccessModel): Written {
  const [label, value] = OURS.split('=');
  const ours = readDirectory(directory).filter(({ metadata: { labels } }) => labels?.[label] === value);
  return { name, objects: ours.map((object) => ({ writer: writerOf(model, object), object })) };
}

function distinctKinds(apps: readonly Written[], tier: Tier): readonly KubernetesObject[] {
  const found = apps.flatMap((a) => a.objects.flatMap(({ writer, object }) => writer.tier === tier ? [[object.kind, object] as const] : []));
  return [...new Map(found).values()];
}
