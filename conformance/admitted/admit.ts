import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Cluster } from './cluster';
import type { KubernetesObject } from './client';
import { kubectlApply } from './kubectl';

/** The API server itself says in their status that it serves them. */
const HAVE_A_STATUS_AT_ONCE: readonly string[] = ['CustomResourceDefinition', 'APIService'];

export interface Admission {
  readonly objects: number;
  /** What the server refused or warned about, and what a second apply changed. */
  readonly complaints: readonly string[];
}

/** Applies a directory for real, then the same again, as people do, and takes it away. */
export async function admit(cluster: Cluster, directory: string, cache: string): Promise<Admission> {
  const objects = readDirectory(directory);
  const { client } = cluster;
  // Namespaces that somebody else owns must be there.
  const own = new Set(objects.filter((o) => o.kind === 'Namespace').map((o) => o.metadata.name));
  const foreign = [...new Set(objects.flatMap((o) => o.metadata.namespace ?? []))].filter((n) => !own.has(n));
  for (const name of foreign) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await client.apply(namespace, JSON.stringify(namespace));
  }
  // One process for both times: it reads the server's schemas once, and shows each object as each of them left it.
  const { ok, stdout, stderr } = await kubectlApply(cluster.kubeconfig, cache, [directory, directory], ['--output', 'json']);
  const complaints = stderr.trim() === '' ? [] : [stderr.trim()];
  if (!ok && complaints.length === 0) complaints.push('kubectl apply failed without saying why');
  const applied = appliedIn(stdout);
  for (const object of objects) {
    const [first, again] = applied.get(idOf(object)) ?? [];
    if (first === undefined || again === undefined) complaints.push(`${idOf(object)} is not there after the ${first === undefined ? '' : 'second '}apply`);
    else if (!isSame(first, again)) complaints.push(`${idOf(object)} was changed by applying it again`);
  }
  // Deleted namespaces would stay terminating: no controller empties them. They are empty anyway.
  await Promise.all(objects.filter((o) => o.kind !== 'Namespace').map((o) => client.remove(o)));
  return { objects: objects.length, complaints };
}

/** Each object as it was after the first and after the second time. */
function appliedIn(stdout: string): ReadonlyMap<string, readonly KubernetesObject[]> {
  const items = stdout === '' ? [] : (JSON.parse(stdout) as { readonly items: readonly KubernetesObject[] }).items;
  const applied = new Map<string, KubernetesObject[]>();
  for (const object of items) applied.set(idOf(object), [...applied.get(idOf(object)) ?? [], object]);
  return applied;
}

function isSame(first: KubernetesObject, again: KubernetesObject): boolean {
  if (first.metadata.resourceVersion === again.metadata.resourceVersion) return true;
  return HAVE_A_STATUS_AT_ONCE.includes(first.kind) && withoutStatus(first) === withoutStatus(again);
}

function withoutStatus({ metadata, ...object }: KubernetesObject): string {
  return JSON.stringify({ ...object, metadata: { ...metadata, resourceVersion: undefined }, status: undefined });
}

function idOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

export function yamlFiles(directory: string): string[] {
  return readdirSync(directory).sort().flatMap((name) => {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) return yamlFiles(path);
    return /\.ya?ml$/.test(name) ? [path] : [];
  });
}

export function readDirectory(directory: string): KubernetesObject[] {
  return yamlFiles(directory).flatMap((path) => parseAllDocuments(readFileSync(path, 'utf8')).map((d) => d.toJS() as KubernetesObject | null)
    .filter((o) => o !== null));
}
