import type { ManifestObject, Manifests } from '../../manifest';
import { readKinds } from '../../manifest/known-kinds';
import type { IndexFile } from '../../synth-index/index-file';

type Named = Pick<IndexFile['objects'][number], 'apiVersion' | 'kind' | 'name' | 'namespace'>;

const SHOWN = 3;
const READ: ReadonlySet<string> = new Set(readKinds());

/**
 * What the synth wrote and is not here. Whoever renames objects changes no name inside policies, and then reads of calls that are denied or open,
 * and not why.
 */
export function missingText(written: readonly Named[], { objects, unread }: Manifests): readonly string[] {
  const here = [...objects.map(namedOf), ...unread];
  const known = new Set(here.map(identityOf));
  const isKnown = (o: Named): boolean => known.has(identityOf(o)) || known.has(identityOf(withoutNamespace(o)));
  const missing = written.filter((o) => READ.has(o.kind) && !isKnown(o));
  if (missing.length === 0) return [];
  const expected = new Set(written.flatMap((o) => [identityOf(o), identityOf(withoutNamespace(o))]));
  const others = here.filter((o) => !expected.has(identityOf(o)));
  const renamed = missing.flatMap((o) => {
    const now = others.find((other) => isRenamed(o, other));
    return now === undefined ? [] : [`${textOf(now)} for ${textOf(o)}`];
  });
  const count = `${missing.length} of the ${written.length} objects that synth wrote ${missing.length === 1 ? 'is' : 'are'} not here`;
  if (renamed.length === 0) return [`${count}: ${listed(missing.map(textOf))}`];
  return [`${count}; renamed, as it seems (${listed(renamed)}): names inside policies do not follow, so let objects keep theirs`];
}

/** The version is not part of it, and what names no namespace is in `default`. */
function identityOf({ apiVersion, kind, name, namespace = 'default' }: Named): string {
  return [groupOf(apiVersion), kind, namespace, name].join('/');
}

/** cdk8s gives one to objects that lie in none, and the reader drops it. */
function withoutNamespace({ apiVersion, kind, name }: Named): Named {
  return { apiVersion, kind, name };
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

function namedOf({ object: { apiVersion, kind, metadata: { name, namespace } } }: ManifestObject): Named {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function isRenamed(o: Named, now: Named): boolean {
  return o.kind === now.kind && groupOf(o.apiVersion) === groupOf(now.apiVersion) && (now.name.startsWith(o.name) || now.name.endsWith(o.name));
}

function textOf({ kind, name, namespace }: Named): string {
  return `${kind} ${namespace === undefined || kind === 'Namespace' ? name : `${namespace}/${name}`}`;
}

function listed(texts: readonly string[]): string {
  return texts.length <= SHOWN ? texts.join(', ') : `${texts.slice(0, SHOWN).join(', ')} and ${texts.length - SHOWN} more`;
}
