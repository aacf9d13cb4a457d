import type { ICaller } from '../caller';
import type { CallerDeclaration } from '../resolve/declarations';
import { invalid, show } from './arguments';
import type { Registry } from './registry';

/** A construct of an App. */
export interface Belonging {
  readonly _registry: Registry;
  readonly node: { readonly path: string };
}

/** Constructs belong to one App, references to where they were imported, callers from outside to none. */
type Caller = ICaller & Partial<Belonging> & { _refuseOtherApp?(other: Belonging): void };

/** A caller as it was declared. `<owner> allows …`, `<owner> has the member …`. */
export function declaredCaller(owner: Belonging, verb: string, given: ICaller): CallerDeclaration {
  const caller: Caller = given;
  if (typeof caller?._toCaller !== 'function') {
    throw invalid('unsupported-caller', `\`${owner.node.path}\` ${verb} ${show(caller)}`, 'pass a MeshService, a MeshNamespace or one of the callers of this package');
  }
  if (caller._refuseOtherApp !== undefined) caller._refuseOtherApp(owner);
  else if (caller._registry !== undefined) refuseOtherApp(owner, caller as Belonging);
  return caller._toCaller(owner._registry.mesh);
}

export function refuseOtherApp(owner: Belonging, other: Belonging): void {
  if (other._registry === owner._registry) return;
  throw invalid('other-app', `\`${other.node.path}\` belongs to another App than \`${owner.node.path}\``, 'name it by `SpiffeIdentity`, or declare both in one App');
}
