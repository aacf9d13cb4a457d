import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

interface Seen {
  readonly all: readonly ApiObject[];
  readonly byName: ReadonlyMap<string, readonly ApiObject[]>;
  /** What has children, with these: what is added or removed changes one of them. */
  readonly parents: readonly (readonly [construct: IConstruct, children: readonly IConstruct[]])[];
}

/** The objects below a construct by name, looked for again when the tree has changed: a chart of 5,000 objects is asked for a thousand of them. */
export class ObjectsBelow {
  private seen: Seen | undefined;

  constructor(private readonly scope: IConstruct) {}

  public all(): readonly ApiObject[] {
    return this.current().all;
  }

  public named(kind: string, name: string): readonly ApiObject[] {
    return this.current().byName.get(`${kind} ${name}`) ?? [];
  }

  private current(): Seen {
    const isFresh = this.seen?.parents.every(([construct, children]) => isSame(construct.node.children, children)) ?? false;
    if (!isFresh) this.seen = see(this.scope);
    return this.seen!;
  }
}

function isSame(now: readonly IConstruct[], before: readonly IConstruct[]): boolean {
  return now.length === before.length && now.every((construct, i) => construct === before[i]);
}

function see(scope: IConstruct): Seen {
  const constructs = scope.node.findAll();
  const all = constructs.filter((c): c is ApiObject => ApiObject.isApiObject(c));
  const byName = new Map<string, ApiObject[]>();
  for (const object of all) {
    const key = `${object.kind} ${object.name}`;
    const same = byName.get(key);
    if (same === undefined) byName.set(key, [object]);
    else same.push(object);
  }
  const parents = constructs.map((c) => [c, c.node.children] as const).filter(([c, children]) => children.length > 0 || c === scope);
  return { all, byName, parents };
}
