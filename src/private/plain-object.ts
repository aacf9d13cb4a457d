import { ApiObject, type ApiObjectProps, App, ImplicitTokenResolver, type JsonPatch, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import type { Construct } from 'constructs';

type Body = Readonly<Record<string, unknown>>;

/**
 * An object whose content is plain data: rendered in one pass, where cdk8s copies it twice and asks every resolver about every value.
 *
 * INVARIANT: it renders to what `ApiObject` renders it to. Whatever could make a difference (a patch, a resolver of the App's own, keys that
 * are not to be sorted, anything in it that is no data) is left to `ApiObject`, and so is whatever fails.
 */
export class PlainObject extends ApiObject {
  private isPatched = false;

  /** `body`: what the lazy values of `props` come to. */
  constructor(scope: Construct, id: string, props: ApiObjectProps, private readonly body: () => Body) {
    super(scope, id, props);
  }

  public override addJsonPatch(...ops: JsonPatch[]): void {
    this.isPatched = true;
    super.addJsonPatch(...ops);
  }

  public override toJson(): unknown {
    return (this.isPatched ? undefined : this.rendered()) ?? super.toJson();
  }

  private rendered(): Body | undefined {
    if (process.env.CDK8S_DISABLE_SORT || !App.of(this).resolvers.every(isBuiltIn)) return undefined;
    try {
      return { apiVersion: this.apiVersion, kind: this.kind, metadata: this.metadata.toJson(), ...sorted(this.body()) };
    } catch {
      // Said in the words of cdk8s.
      return undefined;
    }
  }
}

/** They change nothing about data. */
const BUILT_IN: readonly unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

function isBuiltIn(resolver: object): boolean {
  return BUILT_IN.includes(resolver.constructor);
}

/** A copy, because YAML would write what two places share as an anchor and its aliases. */
function copied(value: unknown): unknown {
  switch (typeof value) {
    case 'string': case 'number': case 'boolean': return value;
    case 'object': {
      if (value === null) break;
      if (Array.isArray(value)) return value.map(copied);
      if (value.constructor === Object) return sorted(value as Body);
    }
  }
  throw new TypeError('no data');
}

function sorted(value: Body): Body {
  const result: Record<string, unknown> = {};
  const keys = Object.keys(value);
  if (!areSorted(keys)) keys.sort();
  for (const key of keys) {
    const content = value[key];
    if (content !== undefined) result[key] = typeof content === 'string' ? content : copied(content);
  }
  return result;
}

/** Most are, and asking is much cheaper than sorting. */
function areSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if (keys[i - 1] > keys[i]) return false;
  return true;
}
