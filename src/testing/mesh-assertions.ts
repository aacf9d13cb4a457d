import type { App, Chart } from 'cdk8s';
import { accessTableOf, type Evidence } from './evidence';
import { checkAnswer, checkCallers, type Check } from './check';
import { evidenceOfApp, evidenceOfChart, evidenceOfDirectory } from './read';
import type { AccessRequest } from './access-request';
import type { ManifestSettings } from './manifest-settings';

/**
 * Assertions about the access that manifests give, for any test framework: each throws when it does not hold, with the decision of every
 * layer and what came closest.
 *
 * A caller is `namespace/serviceaccount` (all workloads under it, which must agree), `trust.domain/ns/namespace/sa/serviceaccount`,
 * `pod:namespace/name` or `anonymous` (plaintext); each may end in `@10.1.2.3`, the address that the callee sees. A target is
 * `namespace/service:port` (all its endpoints) or `pod:namespace/name:port`.
 *
 * The manifests are read when the assertions are made. Nothing that cannot be decided passes for an answer.
 */
export class MeshAssertions {
  /**
   * About everything an App would write: our objects and everybody else's.
   *
   * Facts of the mesh come from the App's `Mesh`, and so do the pods of services that are deployed elsewhere and of callers from outside;
   * an App without one is taken to run in an Istio installation with default settings. Throws when an object cannot be read.
   *
   * @param app The App, before or after it is synthesized.
   */
  public static fromApp(app: App): MeshAssertions {
    return new MeshAssertions(evidenceOfApp(app));
  }

  /**
   * As `fromApp`, about the App that a chart belongs to, because policies of other charts decide, too; the access table holds the
   * services of this chart.
   *
   * @param chart The chart whose services the access table holds.
   */
  public static fromChart(chart: Chart): MeshAssertions {
    return new MeshAssertions(evidenceOfChart(chart));
  }

  /**
   * About the manifests in a directory and below it: `*.yaml`, `*.yml`, `*.json`. Throws when one cannot be read.
   *
   * @param directory Path of the directory.
   * @param settings What the mesh is, if it is not as installed by default. Errors: `unknown-option`.
   */
  public static fromDirectory(directory: string, settings: ManifestSettings = {}): MeshAssertions {
    return new MeshAssertions(evidenceOfDirectory(directory, settings));
  }

  /** @internal */
  public readonly _evidence: Evidence;

  private constructor(evidence: Evidence) {
    this._evidence = evidence;
  }

  /**
   * Throws unless the request is allowed by every layer; without a request, unless the caller may do at least something there.
   *
   * @param caller Who calls: `namespace/serviceaccount`, or another form that `MeshAssertions` takes.
   * @param target What is called: `namespace/service:port` or `pod:namespace/name:port`.
   * @param request An HTTP request. Errors: `unknown-option`. If omitted, whatever the port carries.
   */
  public allows(caller: string, target: string, request?: AccessRequest): void {
    demand(checkAnswer(this._evidence, 'allow', caller, target, request));
  }

  /**
   * Throws unless the request is denied by some layer; without a request, unless the caller may do nothing whatever there.
   *
   * @param caller Who calls: `namespace/serviceaccount`, or another form that `MeshAssertions` takes.
   * @param target What is called: `namespace/service:port` or `pod:namespace/name:port`.
   * @param request An HTTP request. Errors: `unknown-option`. If omitted, whatever the port carries.
   */
  public denies(caller: string, target: string, request?: AccessRequest): void {
    demand(checkAnswer(this._evidence, 'deny', caller, target, request));
  }

  /**
   * Throws unless exactly these callers may do something at the target, and nobody else: no other workload, no other identity, no pod
   * nobody declared, no address.
   *
   * @param target What is called: `namespace/service:port` or `pod:namespace/name:port`.
   * @param callers All who may call, in the forms of `caller` elsewhere; an empty list: nobody may.
   */
  public onlyAllowsCallers(target: string, callers: string[]): void {
    demand(checkCallers(this._evidence, target, callers));
  }

  /** Who may call whom, on what, as the manifests allow it. The same bytes for the same access: made to be kept and compared. */
  public accessTable(): string {
    return accessTableOf(this._evidence);
  }
}

function demand({ holds, text }: Check): void {
  if (!holds) throw new Error(text);
}
