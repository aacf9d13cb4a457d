import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { isOwn } from './private/api-objects';
import { invalid, reasonText, show, text } from './private/arguments';
import { ObjectsBelow } from './private/objects-below';
import { Registry } from './private/registry';

/** Of several objects of one kind and name the one that is meant. */
export interface IncludedObjectOptions {
  /**
   * Namespace of the object.
   *
   * @default - any; several of one kind and name are an error
   */
  readonly namespace?: string;
}

/**
 * What an `Include`, a Helm chart or any other construct of somebody else brought into the App, by kind and name. Emits nothing.
 *
 * A policy that came with a chart and opens more than is declared refutes the proof, which names it. What it opens is then either declared
 * (`allowFrom`), and the policy may stay, or the policy is removed here. There is no third way: a policy that is left to open what nobody
 * declared would make every statement about who may call whom untrue.
 */
export class IncludedObjects {
  /**
   * The objects below a construct.
   *
   * @param scope An `Include`, a `Helm`, a chart, any construct.
   */
  public static of(scope: IConstruct): IncludedObjects {
    if (!Construct.isConstruct(scope)) throw invalid('wrong-type', `IncludedObjects.of must be given a construct, got ${show(scope)}`, 'pass the Include or Helm');
    return new IncludedObjects(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * One object, for `MeshService.fromWorkloads` or to patch. Errors: `unknown-object`, `ambiguous-object`; the latter at synth, if a second
   * one comes later.
   *
   * @param kind `Deployment`.
   * @param name `metadata.name`, as it is in the manifest.
   */
  public find(kind: string, name: string, options: IncludedObjectOptions = {}): ApiObject {
    return ObjectsBelow.of(this.scope).find({ kind: text('kind', kind), name: text('name', name), namespace: options.namespace });
  }

  /**
   * Take an object out of the App: it is not emitted, the proof is about what is left, and reports list it. What the cluster has of it stays
   * until it is pruned or deleted.
   *
   * Errors: those of `find`, `missing-reason`, `own-object` (what this library emits follows from what is declared), `missing-mesh`.
   *
   * @param kind `AuthorizationPolicy`.
   * @param name `metadata.name`, as it is in the manifest.
   * @param reason Why; stands in every report.
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
