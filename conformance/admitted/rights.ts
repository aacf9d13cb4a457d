import type { ApiClient, KubernetesObject } from './client';
import type { Tier, Writer } from './tiers';

/** One object of each kind that a tier emits anywhere. */
export type Kinds = ReadonlyMap<Tier, readonly KubernetesObject[]>;

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
/** What Kubernetes gives to everybody who is authenticated: asking about oneself. */
const EVERYBODYS = ['authorization.k8s.io', 'authentication.k8s.io'];

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface RulesStatus {
  readonly resourceRules?: readonly Rule[];
  readonly incomplete?: boolean;
}

export interface Judged {
  readonly count: number;
  readonly complaints: readonly string[];
}

/**
 * The rights that the server itself says the user has in each namespace, against those that the tier needs: none is missing, none is too
 * many. So every kind in a role is one that some committed App of that tier emits.
 */
export async function rights(as: ApiClient, writer: Writer, kinds: Kinds, namespaces: readonly string[]): Promise<Judged> {
  const own = await needed(as, kinds.get(writer.tier) ?? []);
  const complaints: string[] = [];
  let count = 0;
  for (const namespace of namespaces) {
    const expected = writer.namespace === undefined || writer.namespace === namespace ? own : [];
    const had = await rulesIn(as, namespace);
    const missing = expected.filter((r) => !had.includes(r));
    const tooMany = had.filter((r) => !expected.includes(r));
    complaints.push(...missing.map((r) => `in ${namespace} missing: ${r}`), ...tooMany.map((r) => `in ${namespace} nothing emitted needs: ${r}`));
    count += had.length;
  }
  return { count, complaints };
}

/** An object of every kind in every namespace, each where it is none of the tier's: the server must say Forbidden, and nothing else. */
export async function refusals(as: ApiClient, writer: Writer, kinds: Kinds, namespaces: readonly string[]): Promise<Judged> {
  const own = new Set((kinds.get(writer.tier) ?? []).map((o) => o.kind));
  const everyKind = [...new Map([...kinds.values()].flat().map((o) => [o.kind, o])).values()];
  const everywhere = everyKind.flatMap((o) => {
    return o.metadata.namespace === undefined ? [o] : namespaces.map((namespace) => ({ ...o, metadata: { ...o.metadata, namespace } }));
  });
  const tried = everywhere.filter((o) => !own.has(o.kind) || (writer.namespace !== undefined && o.metadata.namespace !== writer.namespace));
  const complaints = await Promise.all(tried.map(async (o) => {
    const { status } = await as.apply(o, JSON.stringify(o), { dryRun: true });
    return status === 403 ? [] : [`${o.kind} in ${o.metadata.namespace ?? 'the cluster'}: ${status}, not 403`];
  }));
  return { count: tried.length - complaints.flat().length, complaints: complaints.flat() };
}

async function needed(client: ApiClient, objects: readonly KubernetesObject[]): Promise<string[]> {
  const resources = await Promise.all(objects.map(async (o) => {
    const { group, resource } = await client.resourceOf(o);
    return VERBS.filter((v) => o.kind !== 'Namespace' || v !== 'delete').map((verb) => `${verb} ${group}/${resource}`);
  }));
  return resources.flat();
}

async function rulesIn(as: ApiClient, namespace: string): Promise<string[]> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const { status, body } = await as.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', JSON.stringify(review));
  const { resourceRules, incomplete } = (body as { readonly status?: RulesStatus }).status ?? {};
  if (status !== 201 || incomplete === true || resourceRules === undefined) throw new Error(`the rules in ${namespace} are not all there: ${body.message ?? status}`);
  return [...new Set(resourceRules.flatMap(expanded))];
}

function expanded({ verbs, apiGroups = [], resources = [], resourceNames = [] }: Rule): string[] {
  const only = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`;
  return apiGroups.filter((g) => !EVERYBODYS.includes(g)).flatMap((g) => resources.flatMap((r) => verbs.map((v) => `${v} ${g}/${r}${only}`)));
}
