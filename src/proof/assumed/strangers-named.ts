import { namespaceOfObject } from '../../eval/cluster/policies';
import type { AuthorizationPolicy, KnownObject, NetworkPolicy } from '../../manifest/kinds';
import type { ManifestObject, Manifests } from '../../manifest/manifests';
import { FRESH } from '../minimal';

type Policy = AuthorizationPolicy | NetworkPolicy;

/** A policy that tells those who stand for everybody undeclared from everybody else: what they may no longer, all others perhaps may. */
export interface NamesStrangers {
  readonly source: ManifestObject<Policy>;
  readonly value: string;
}

const NAMES: readonly string[] = Object.values(FRESH);
/** All of them have it, and whoever writes part of one means them. */
const STEM = FRESH.serviceAccount;

/** INVARIANT of the proof: no policy of `namespaces` knows by name whom it knocks with as nobody in particular. */
export function namingStrangers({ objects }: Manifests, namespaces: ReadonlySet<string>): readonly NamesStrangers[] {
  return objects.flatMap((source): readonly NamesStrangers[] => {
    if (!isPolicy(source) || !namespaces.has(namespaceOfObject(source))) return [];
    const value = valuesOf(source.object).find(tellsApart);
    return value === undefined ? [] : [{ source, value }];
  });
}

function isPolicy(source: ManifestObject<KnownObject>): source is ManifestObject<Policy> {
  return source.object.kind === 'AuthorizationPolicy' || source.object.kind === 'NetworkPolicy';
}

function valuesOf(object: Policy): readonly string[] {
  if (object.kind === 'NetworkPolicy') return strings(object.spec);
  return (object.spec.rules ?? []).flatMap(({ from = [], when = [] }) => strings([from, when.filter(({ key }) => key.startsWith('source.'))]));
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** A pattern whose star begins or ends inside of a name matches some names and not others: it must not match those. */
function tellsApart(value: string): boolean {
  if (value.includes(STEM)) return true;
  const [start, end] = [value.endsWith('*') ? value.slice(0, -1).split('/').at(-1)! : '', value.startsWith('*') ? value.slice(1).split('/')[0] : ''];
  return NAMES.some((name) => (start !== '' && name.startsWith(start)) || (end !== '' && name.endsWith(end)));
}
