import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { AccessModel } from '../../src/model/model';
import { ROOT } from '../harness/paths';
import type { ApiClient, KubernetesObject } from './client';

/** The ClusterRoles of docs/guide/rbac.yaml, `mesh-access-<tier>`. */
export const TIERS = ['platform', 'gateway', 'namespaces', 'namespace-owner', 'tenant'] as const;
export type Tier = typeof TIERS[number];

/** Somebody with the role of a tier where it is bound: in a namespace, that of `namespaces` in the whole cluster. */
export interface Writer {
  readonly tier: Tier;
  readonly namespace?: string;
}

/** Whose object this is, by what the guide says of tiers; only what the App declares is asked, nothing that was emitted. */
export function writerOf(model: AccessModel, { kind, metadata: { namespace } }: KubernetesObject): Writer {
  if (kind === 'Namespace') return { tier: 'namespaces' };
  const declared = model.namespaces.find((n) => n.id === namespace);
  if (declared !== undefined) return { tier: declared.owned ? 'namespace-owner' : 'tenant', namespace };
  return { tier: namespace === model.mesh.rootNamespace ? 'platform' : 'gateway', namespace };
}

export function userOf({ tier, namespace }: Writer): string {
  return namespace === undefined ? tier : `${tier}@${namespace}`;
}

/** The roles as the guide has them. */
export async function installRoles(client: ApiClient): Promise<void> {
  for (const document of parseAllDocuments(readFileSync(join(ROOT, 'docs/guide/rbac.yaml'), 'utf8'))) {
    await must(client, document.toJS() as KubernetesObject);
  }
}

/** Binds a tier's role to its user, as the guide says. */
export async function bind(client: ApiClient, writer: Writer): Promise<void> {
  const { tier, namespace } = writer;
  const user = userOf(writer);
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind,
    metadata: { name: `mesh-access-${tier}`, ...(namespace === undefined ? {} : { namespace }) },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `mesh-access-${tier}` },
  };
  await must(client, binding);
}

export async function makeNamespace(client: ApiClient, name: string): Promise<void> {
  await must(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

async function must(client: ApiClient, object: KubernetesObject): Promise<void> {
  const { status, body } = await client.apply(object, JSON.stringify(object));
  if (status >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${body.message ?? status}`);
}
