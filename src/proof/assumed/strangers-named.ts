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
const NAMED = new RegExp(`"([^"]*${STEM}[^"]*)"`);

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

/** Selectors have no patterns, so that their text is enough for nearly all of them. */
function valuesOf(object: Policy): readonly string[] {
  if (object.kind === 'NetworkPolicy') return NAMED.exec(JSON.stringify(object.spec))?.slice(1) ?? [];
  return (object.spec.rules ?? []).flatMap(({ from = [], when = [] }) => [
    ...from.flatMap(({ source }) => Object.values(source as Readonly<Record<string, readonly string[]>>).flat()),
    ...when.filter(({ key }) => key.startsWith('source.')).flatMap(({ values = [], notValues = [] }) => [...values, ...notValues]),
  ]);
}

/** A pattern whose star begins or ends inside of a name matches some names and not others: it must not match those. */
function tellsApart(value: string): boolean {
  if (value.includes(STEM)) return true;
  if (value.endsWith('*')) {
    const start = value.slice(value.lastIndexOf('/') + 1, -1);
    return start !== '' && NAMES.some((name) => name.startsWith(start));
  }
  const end = value.startsWith('*') ? value.slice(1).split('/')[0] : '';
  return end !== '' && NAMES.some((name) => name.endsWith(end));
}
