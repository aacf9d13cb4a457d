import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Cluster } from './cluster';
import type { KubernetesObject } from './client';
import { kubectlApply } from './kubectl';

export interface Admission {
  readonly objects: number;
  /** What the server refused or warned about, and what a second apply changed. */
  readonly complaints: readonly string[];
}

/** Applies a directory for real, twice, as people do, and takes it away again. */
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
  const complaints: string[] = [];
  const first = await kubectlApply(cluster.kubeconfig, cache, directory);
  if (first.stderr.trim() !== '') complaints.push(first.stderr.trim());
  if (!first.ok && complaints.length === 0) complaints.push('kubectl apply failed without saying why');
  const before = await versions(cluster, objects);
  const second = await kubectlApply(cluster.kubeconfig, cache, directory);
  if (!second.ok && first.ok) complaints.push(`the second apply failed: ${second.stderr}`);
  const after = await versions(cluster, objects);
  objects.forEach((o, i) => {
    if (before[i] === undefined) complaints.push(`${o.kind} ${o.metadata.namespace ?? ''}/${o.metadata.name} is not there after the apply`);
    else if (before[i] !== after[i]) complaints.push(`${o.kind} ${o.metadata.namespace ?? ''}/${o.metadata.name} was changed by applying it again`);
  });
  // Deleted namespaces would stay terminating: no controller empties them. They are empty anyway.
  for (const object of objects.filter((o) => o.kind !== 'Namespace')) await client.remove(object);
  return { objects: objects.length, complaints };
}

async function versions(cluster: Cluster, objects: readonly KubernetesObject[]): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const object of objects) found.push((await cluster.client.get(object)).body.metadata?.resourceVersion);
  return found;
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
