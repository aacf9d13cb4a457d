import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { invalid } from './arguments';

/** By kind and name; `namespace`: of several the one that is meant. */
export interface Wanted {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** By the construct that they are below of: whoever asks a chart for a thousand of its objects may ask for the chart each time, too. */
const known = new WeakMap<IConstruct, ObjectsBelow>();

/**
 * The objects below a construct by name. A construct lists its children anew whenever it is asked for them, which takes milliseconds where
 * there are thousands. So what has been found is not looked for again while it is in the tree; whether it is still the only one of its name
 * is asked once more when the App is validated.
 */
export class ObjectsBelow {
  public static of(scope: IConstruct): ObjectsBelow {
    let below = known.get(scope);
    if (below === undefined) {
      known.set(scope, below = new ObjectsBelow(scope));
      scope.node.addValidation(below);
    }
    return below;
  }

  private byName: ReadonlyMap<string, readonly ApiObject[]> = new Map();
  private readonly found = new Map<string, Wanted>();

  private constructor(private readonly scope: IConstruct) {}

  /** Errors: `unknown-object`, `ambiguous-object`. */
  public find(wanted: Wanted): ApiObject {
    const found = this.named(wanted);
    if (found.length > 1) throw this.ambiguous(wanted, found);
    if (found.length === 0) throw this.unknown(wanted);
    this.found.set(`${wanted.kind} ${wanted.name} ${wanted.namespace ?? ''}`, wanted);
    return found[0];
  }

  /** For cdk8s. */
  public validate(): string[] {
    if (this.found.size === 0) return [];
    this.byName = byName(this.scope);
    return [...this.found.values()].flatMap((wanted) => {
      const found = matching(this.byName, wanted);
      return found.length > 1 ? [this.ambiguous(wanted, found).message] : [];
    });
  }

  private named(wanted: Wanted): readonly ApiObject[] {
    const found = matching(this.byName, wanted);
    if (found.length === 1 && this.holds(found[0])) return found;
    this.byName = byName(this.scope);
    return matching(this.byName, wanted);
  }

  private holds(object: ApiObject): boolean {
    let construct: IConstruct = object;
    while (construct !== this.scope) {
      const { id, scope } = construct.node;
      if (scope?.node.tryFindChild(id) !== construct) return false;
      construct = scope;
    }
    return true;
  }

  private ambiguous({ kind, name }: Wanted, found: readonly ApiObject[]): Error {
    const namespaces = found.map((o) => `\`${o.metadata.namespace ?? 'default'}\``).sort().join(', ');
    return invalid('ambiguous-object', `\`${this.scope.node.path}\` has \`${kind} ${name}\` in ${namespaces}`, 'give its `namespace`');
  }

  private unknown({ kind, name }: Wanted): Error {
    const all = [...this.byName.values()].flat();
    const others = all.filter((o) => o.kind === kind).map((o) => `\`${o.name}\``).sort();
    const known = others.length === 0 ? `it has no ${kind} at all` : `it has ${[...new Set(others)].join(', ')}`;
    const repair = all.some(isList) ? `${known}, but a \`List\`, whose items are no objects of their own: ${ITEMS_APART}` : known;
    return invalid('unknown-object', `\`${this.scope.node.path}\` has no \`${kind} ${name}\``, repair);
  }
}

/** An `Include` makes one object of it. */
export function isList({ kind, apiGroup }: ApiObject): boolean {
  return kind === 'List' && (apiGroup === '' || apiGroup === 'core');
}

export const ITEMS_APART = 'write them as documents of their own, with `---` between them';

function byName(scope: IConstruct): ReadonlyMap<string, readonly ApiObject[]> {
  const objects = new Map<string, ApiObject[]>();
  for (const construct of scope.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const key = `${construct.kind} ${construct.name}`;
    const same = objects.get(key);
    if (same === undefined) objects.set(key, [construct]);
    else same.push(construct);
  }
  return objects;
}

function matching(objects: ReadonlyMap<string, readonly ApiObject[]>, { kind, name, namespace }: Wanted): readonly ApiObject[] {
  const named = objects.get(`${kind} ${name}`) ?? [];
  return namespace === undefined ? named : named.filter(({ metadata }) => metadata.namespace === namespace);
}
