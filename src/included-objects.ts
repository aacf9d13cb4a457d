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

  private readonly below: ObjectsBelow;

  private constructor(private readonly scope: IConstruct) {
    this.below = new ObjectsBelow(scope);
  }

  /**
   * One object, for `MeshService.fromWorkloads` or to patch. Errors: `unknown-object`, `ambiguous-object`.
   *
   * @param kind `Deployment`.
   * @param name `metadata.name`, as it is in the manifest.
   */
  public find(kind: string, name: string, options: IncludedObjectOptions = {}): ApiObject {
    const [wantedKind, wantedName] = [text('kind', kind), text('name', name)];
    const isThere = ({ metadata: { namespace } }: ApiObject): boolean => options.namespace === undefined || options.namespace === namespace;
    const found = this.below.named(wantedKind, wantedName).filter(isThere);
    if (found.length === 1) return found[0];
    const { path } = this.scope.node;
    if (found.length > 1) {
      const namespaces = found.map((o) => `\`${o.metadata.namespace ?? 'default'}\``).sort().join(', ');
      throw invalid('ambiguous-object', `\`${path}\` has \`${wantedKind} ${wantedName}\` in ${namespaces}`, 'give its `namespace`');
    }
    const others = this.below.all().filter((o) => o.kind === wantedKind).map((o) => `\`${o.name}\``).sort();
    throw invalid('unknown-object', `\`${path}\` has no \`${wantedKind} ${wantedName}\``,
      others.length === 0 ? `it has no ${wantedKind} at all` : `it has ${[...new Set(others)].join(', ')}`);
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
