import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { ApiClient, KubernetesObject } from './client';
import { CRDS } from '../harness/paths';
import { sleep } from '../harness/workspace';

const PATIENCE_MS = 60_000;

/** Installs the CRDs of Istio, of the Gateway API and of Argo Rollouts, and waits until the server serves each of them. */
export async function installCrds(client: ApiClient): Promise<number> {
  const documents = CRDS.flatMap((path) => parseAllDocuments(readFileSync(path, 'utf8')));
  const objects = documents.map((d) => d.toJS() as KubernetesObject | null).filter((o) => o !== null);
  for (const object of objects) {
    const { status, body } = await client.apply(object, JSON.stringify(object));
    if (status !== 200 && status !== 201) throw new Error(`${object.kind} ${object.metadata.name} was refused: ${body.message ?? status}`);
  }
  const missing = new Set(objects.filter((o) => o.kind === 'CustomResourceDefinition').map((o) => o.metadata.name));
  const count = missing.size;
  for (const deadline = Date.now() + PATIENCE_MS; missing.size > 0; await sleep(100)) {
    const { body } = await client.call('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    for (const { metadata, status } of body.items ?? []) {
      if (status?.conditions?.some((c) => c.type === 'Established' && c.status === 'True') === true) missing.delete(metadata.name);
    }
    if (Date.now() > deadline) throw new Error(`not established: ${[...missing].join(', ')}`);
  }
  return count;
}
