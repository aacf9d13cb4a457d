import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { isOwn } from './private/api-objects';
import { invalid, reasonText, show, text } from './private/arguments';
import { ObjectsBelow } from './private/objects-below';
import { Registry } from './private/registry';

/** Options that select one of several objects with the same kind and name. */
export interface IncludedObjectOptions {
  /**
   * Namespace of the object.
   *
   * @default - any; several objects of the same kind and name are then an error
   */
  readonly namespace?: string;
}

/**
 * Objects that an `Include`, a Helm chart or another construct brought into the App, found by kind and name. Emits nothing.
 *
 * A policy from a chart that opens more than is declared refutes the proof, and the report names it. Declare what it opens (`allowFrom`) and
 * keep the policy, remove the policy here, or stand by it (`Mesh.acknowledgeApiObject`): every report then lists what it opens.
 */
export class IncludedObjects {
  /**
   * The objects below a construct.
   *
   * @param scope An `Include`, a `Helm`, a chart, or any other construct.
   */
  public static of(scope: IConstruct): IncludedObjects {
    if (!Construct.isConstruct(scope)) throw invalid('wrong-type', `IncludedObjects.of must be given a construct, got ${show(scope)}`, 'pass the Include or Helm');
    return new IncludedObjects(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Returns one object, for `MeshService.fromWorkloads` or to patch it. Errors: `unknown-object`, `ambiguous-object`; the latter at synth if
   * a second one is added later.
   *
   * @param kind Kind of the object, `Deployment`.
   * @param name The object's `metadata.name`, exactly as in the manifest.
   */
  public find(kind: string, name: string, options: IncludedObjectOptions = {}): ApiObject {
    return ObjectsBelow.of(this.scope).find({ kind: text('kind', kind), name: text('name', name), namespace: options.namespace });
  }

  /**
   * Removes an object from the App: it is not emitted, the proof covers what remains, and reports list the removal. The object stays in the
   * cluster until it is pruned or deleted there.
   *
   * Errors: those of `find`, `missing-reason`, `own-object` (objects emitted by this library follow from the declaration), `missing-mesh`.
   *
   * @param kind Kind of the object, `AuthorizationPolicy`.
   * @param name The object's `metadata.name`, exactly as in the manifest.
   * @param reason Why it is removed; shown in every report.
   */
  public remove(kind: string, name: string, reason: string, options: IncludedObjectOptions = {}): void {
    const object = this.find(kind, name, options);
    const { path, id, scope } = object.node;
    const because = reasonText('IncludedObjects.remove', reason);
    if (isOwn(object)) throw invalid('own-object', `\`${path}\` is emitted by this library`, 'change what is declared instead');
    Registry.of(this.scope).declareRemoval({ what: `${kind} ${object.metadata.namespace ?? 'default'}/${name}`, reason: because, construct: path });
    scope?.node.tryRemoveChild(id);
  }
}
