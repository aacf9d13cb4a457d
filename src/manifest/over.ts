import type { ManifestObject, Manifests, UnreadObject } from './manifests';

/** What will be in the cluster, and what was there under names that are written anew. */
export interface Over {
  readonly manifests: Manifests;
  readonly replaced: readonly ManifestObject[];
}

/** What is written replaces the object of the same name; what was there before is the older where age decides. */
export function over({ objects, unread }: Manifests, written: Manifests): Over {
  const anew = new Set(written.objects.map(identity));
  const existing = objects.map((o): ManifestObject => ({ ...o, origin: { ...o.origin, existing: true } }));
  const unreadAnew = new Set(written.unread.map(identityOfUnread));
  return {
    manifests: {
      objects: [...existing.filter((o) => !anew.has(identity(o))), ...written.objects],
      unread: [...unread.filter((u) => !unreadAnew.has(identityOfUnread(u))), ...written.unread],
    },
    replaced: existing.filter((o) => anew.has(identity(o))),
  };
}

/** As the API server tells objects apart: the version is not part of it, and what names no namespace is in `default`. */
export function identity({ object: { apiVersion, kind, metadata: { name, namespace } } }: ManifestObject): string {
  return identityOfUnread({ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) });
}

function identityOfUnread({ apiVersion, kind, name, namespace = 'default' }: Pick<UnreadObject, 'apiVersion' | 'kind' | 'name' | 'namespace'>): string {
  const slash = apiVersion.indexOf('/');
  return [slash < 0 ? '' : apiVersion.slice(0, slash), kind, namespace, name].join('/');
}
