import { isDeepStrictEqual } from 'node:util';
import type { KnownObject } from '../kinds';
import type { ManifestObject, ManifestProblem, Origin, RepeatedObject, UnreadObject } from '../manifests';

/** An object of a kind that is not read, with all of it: what in it matters is not known. */
export interface RawObject {
  readonly unread: UnreadObject;
  readonly value: unknown;
}

/** Every object once, as the API server keeps it. */
export interface Once {
  readonly objects: readonly ManifestObject[];
  readonly unread: readonly UnreadObject[];
  readonly repeated: readonly RepeatedObject[];
  readonly problems: readonly ManifestProblem[];
}

/** kubectl puts an object without namespace there; kinds that lie in no namespace are the same with or without it. */
const NAMESPACE_LEFT_OUT = 'default';

interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * kubectl applies one over the other, and which of them stays depends on the order of files. Where all that is read of them is the same, it
 * does not matter, and one is taken: charts of one application often bring the same Namespace. Two constructs that make the same object have
 * not been told of each other: never right.
 */
export function once(objects: readonly ManifestObject[], raw: readonly RawObject[]): Once {
  const seen = new Map<string, { readonly origin: Origin; readonly content: unknown }>();
  const repeated: RepeatedObject[] = [];
  const problems: ManifestProblem[] = [];
  const isFirst = (identity: Identity, origin: Origin, content: unknown): boolean => {
    const key = keyOf(identity);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, { origin, content });
      return true;
    }
    const { kind, name, namespace } = identity;
    const isSame = origin.construct === undefined && isDeepStrictEqual(content, first.content);
    if (isSame) repeated.push({ kind, name, ...(namespace === undefined ? {} : { namespace }), origin, first: first.origin });
    else problems.push(problem(identity, origin, first.origin));
    return !isSame;
  };
  return {
    objects: objects.filter(({ object, origin }) => (
      // Anybody's settings, which carry no access: whichever stays, the answer is the same. The options of a Gateway are read, all of one name.
      object.kind === 'ConfigMap' || isFirst({ apiVersion: object.apiVersion, kind: object.kind, ...object.metadata }, origin, contentOf(object)))),
    unread: raw.filter(({ unread, value }) => unread.name === '' || isFirst(unread, unread.origin, value)).map(({ unread }) => unread),
    repeated,
    problems,
  };
}

/** What the server adds; the version is one of those that it serves. */
const OF_SERVER: ReadonlySet<string> = new Set(['apiVersion', 'metadata', 'status']);

function contentOf(object: KnownObject): readonly unknown[] {
  const { labels, annotations } = object.metadata;
  return [labels, annotations, Object.fromEntries(Object.entries(object).filter(([key]) => !OF_SERVER.has(key)))];
}

/** The version is not part of it. */
function keyOf({ apiVersion, kind, name, namespace }: Identity): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return `${group}/${kind}/${namespace ?? NAMESPACE_LEFT_OUT}/${name}`;
}

function problem({ kind, name, namespace }: Identity, origin: Origin, first: Origin): ManifestProblem {
  const id = namespace === undefined ? name : `${namespace}/${name}`;
  return {
    code: 'duplicate-object',
    origin,
    path: 'metadata.name',
    message: `${kind} \`${id}\` is given twice${origin.construct === undefined ? ', and not the same' : ''}, first at ${placeOf(first)}`,
    value: name,
    repair: 'remove one of them',
  };
}

/** `shop.yaml:12`, or the construct that made it. */
export function placeOf({ file, line, construct }: Origin): string {
  if (file !== undefined) return line === undefined ? file : `${file}:${line}`;
  return construct ?? 'an earlier place';
}
