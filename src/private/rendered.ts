import type { ApiObject } from 'cdk8s';

/**
 * What the objects of an App were rendered to. Until they are released they render to nothing else: what is written is what was judged,
 * whatever is patched in between, and no object is rendered twice.
 */
export class Rendered {
  private readonly undo: (() => void)[] = [];
  private readonly known = new Set<ApiObject>();

  public of(object: ApiObject): unknown {
    const value: unknown = object.toJson();
    if (this.known.has(object)) return value;
    this.known.add(object);
    // On the instance, like what it may have of its own already.
    const own = Object.getOwnPropertyDescriptor(object, 'toJson');
    Object.defineProperty(object, 'toJson', { value: () => value, configurable: true });
    this.undo.push(() => {
      if (own === undefined) Reflect.deleteProperty(object, 'toJson');
      else Object.defineProperty(object, 'toJson', own);
    });
    return value;
  }

  public release(): void {
    for (const undo of this.undo.splice(0)) undo();
    this.known.clear();
  }
}
