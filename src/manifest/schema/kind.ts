import type { AnyObject, KnownObject } from '../kinds';
import type { UnreadObject } from '../manifests';
import type { Findings } from './finding';
import { anything, object, string, type Check, type Fields, type ObjectOptions } from './kit';

/** How one kind is read. */
export interface KindReader<T extends AnyObject = KnownObject> {
  /** `''` for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Served versions that have the same meaning; the first is the one objects are given out as. */
  readonly versions: readonly string[];
  readonly read: Check<T>;
  /** What an object that is right may do to access beyond what is understood of its kind: it is then reported as unread. */
  concern?(object: T): Pick<UnreadObject, 'concern' | 'weakens'> | undefined;
  /** An object that is right and says nothing of access is passed over, like a kind that cannot. Left out: none is. */
  carriesNothing?(object: T): boolean;
}

export interface KindOptions<T extends AnyObject> extends Omit<ObjectOptions<T>, 'name'> {
  readonly group: string;
  readonly kind: T['kind'] & string;
  readonly versions: readonly string[];
  readonly fields: Omit<Fields<T>, 'apiVersion' | 'kind'>;
  /** Fills in what the API server would; runs only on objects that are right. */
  readonly defaults?: (value: T) => T;
  concern?(object: T): Pick<UnreadObject, 'concern' | 'weakens'> | undefined;
  carriesNothing?(object: T): boolean;
}

/** A kind whose top level is read as it is written. */
export function defineKind<T extends AnyObject>(options: KindOptions<T>): KindReader<T> {
  const { group, kind, versions, fields, defaults, ...rest } = options;
  const apiVersion = group === '' ? versions[0] : `${group}/${versions[0]}`;
  const article = /^[AEIO]/.test(kind) ? 'an' : 'a';
  const all = { apiVersion: string, kind: string, ...fields } as unknown as Fields<T>;
  const check = object<T>(all, { ...rest, name: `${article} ${kind}`, unread: { status: anything, ...rest.unread } });
  return {
    group,
    kind,
    versions,
    read: (value: unknown, findings: Findings): T => {
      const before = findings.count;
      const read = check(value, findings);
      if (findings.count > before) return read;
      const named = read.apiVersion === apiVersion ? read : { ...read, apiVersion };
      return defaults === undefined ? named : defaults(named);
    },
    concern: (object) => options.concern?.(object),
    carriesNothing: (object) => options.carriesNothing?.(object) ?? false,
  };
}
