import { namespaceOfObject } from '../../eval/cluster/policies';
import type { ManifestObject, Manifests, Placed } from '../../manifest/manifests';
import type { AccessModel, AcknowledgedPolicyModel } from '../../model/model';
import { groupOf, isOpeningKind, OPENING_KINDS, policyName } from '../../model/opening-kinds';
import type { ProofInput } from '../examine';
import { isWrittenByUs } from '../stages';

/** An object of others that opens more than is declared, and that somebody stands by. */
export interface Aside {
  /** `NetworkPolicy shop/redis`. */
  readonly name: string;
  readonly source: ManifestObject;
  readonly said: AcknowledgedPolicyModel;
}

/** No longer served, and read as what NetworkPolicy is today. */
const RETIRED = 'extensions';

/** `NetworkPolicy shop/redis`; undefined: of a kind or group that is not among those which can be thought away. */
export function nameOfPolicy(source: Placed): string | undefined {
  const { kind, apiVersion, metadata: { name } } = source.object;
  const group = groupOf(apiVersion);
  if (!isOpeningKind(kind) || (group !== OPENING_KINDS[kind] && group !== RETIRED)) return undefined;
  return `${kind} ${namespaceOfObject(source)}/${name}`;
}

/** Those that are there. What this library writes follows from what is declared, and nobody can stand by it instead. */
export function asideIn({ acknowledgedPolicies = [] }: AccessModel, { objects }: Manifests): readonly Aside[] {
  if (acknowledgedPolicies.length === 0) return [];
  const saidOf = new Map(acknowledgedPolicies.map((said) => [policyName(said), said]));
  return objects.flatMap((source) => {
    const name = nameOfPolicy(source);
    const said = name === undefined ? undefined : saidOf.get(name);
    return name === undefined || said === undefined || isWrittenByUs(source) ? [] : [{ name, source, said }];
  });
}

/** What is left once they are thought away, and under their names before, too. */
export function without<T extends Pick<ProofInput, 'manifests' | 'replaced'>>(input: T, aside: readonly Aside[]): T {
  const { manifests: { objects, unread }, replaced = [] } = input;
  const sources = new Set<ManifestObject>(aside.map(({ source }) => source));
  const names = new Set<string | undefined>(aside.map(({ name }) => name));
  return {
    ...input,
    manifests: { objects: objects.filter((o) => !sources.has(o)), unread },
    replaced: replaced.filter((o) => !names.has(nameOfPolicy(o))),
  };
}
