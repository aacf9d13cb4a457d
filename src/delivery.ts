import type { DeliveryModel } from './model/delivery';
import { flag, struct } from './private/arguments';
import { fluxModel, wave } from './private/delivery';

/** What is said to Argo CD. */
export interface ArgoCdOptions {
  /**
   * The first of six sync waves; the others follow it, one by one. Objects without a wave, the workloads, have 0. Errors: `invalid-wave`.
   *
   * @default -6
   */
  readonly firstWave?: number;

  /**
   * Whether Namespaces and ServiceAccounts are pruned and deleted once somebody confirms it (`Prune=confirm`), instead of never
   * (`Prune=false`). A sync waits for the confirmation.
   *
   * @default false
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#resource-pruning-with-confirmation
   */
  readonly confirmPruning?: boolean;
}

/** Where Flux finds the manifests, for the Kustomizations that apply them one after the other. */
export interface FluxOptions {
  /** What the names of the Kustomizations begin with. Errors: `invalid-name`. */
  readonly name: string;

  /** Name of the source. Errors: `invalid-name`. */
  readonly sourceName: string;

  /** Directory in the source that cdk8s wrote, `./dist`. */
  readonly path: string;

  /**
   * Kind of the source: `GitRepository`, `OCIRepository` or `Bucket`. Errors: `invalid-source`.
   *
   * @default 'GitRepository'
   */
  readonly sourceKind?: string;

  /**
   * Namespace of the Kustomizations and of the source.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;

  /**
   * How often Flux compares, `10m`.
   *
   * @default '10m'
   */
  readonly interval?: string;
}

/**
 * In which order the objects reach the cluster: allow before deny, the Namespace and ServiceAccounts first, default-deny and STRICT last, and
 * a quarantine at once. It changes no access: `Delivery` adds annotations and labels to what is emitted, and nothing else.
 *
 * It orders what a deployment tool applies, not what proxies and network plugins make of it; and a call that a release takes from one way to
 * another (from sidecar to waypoint, from one ServiceAccount to the next) needs both ways declared for a while, whatever the order.
 */
export class Delivery {
  /** Nothing is said: the objects are as they are. */
  public static none(): Delivery {
    return new Delivery(undefined);
  }

  /**
   * Argo CD: `argocd.argoproj.io/sync-wave` on every object, and `argocd.argoproj.io/sync-options`. Namespaces and ServiceAccounts are not
   * pruned and not deleted with the Application; everything else is pruned last, when all waves are healthy, but for access in an
   * emergency, which is closed in its wave.
   *
   * Errors: `invalid-wave`.
   *
   * @param options Which waves.
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public static argoCd(options?: ArgoCdOptions): Delivery {
    const given = struct('options of Delivery.argoCd', options);
    return new Delivery({ tool: 'argo-cd', firstWave: wave('firstWave', given.firstWave), confirm: flag('confirmPruning', given.confirmPruning, false) });
  }

  /**
   * Flux: `kustomize.toolkit.fluxcd.io/prune: disabled` on Namespaces and ServiceAccounts, and the label `cdk8s-mesh-access/wave` on every
   * object. Flux knows no waves: one Kustomization applies kinds in an order of its own, which has denials before what allows. With `options`
   * `mesh-access.out/flux-kustomizations.yaml` has one Kustomization for each wave and one for all else, over the one directory, each
   * waiting for the one before. Each prunes by itself: Flux has no pruning that comes last.
   *
   * Errors: `invalid-name`, `invalid-source`.
   *
   * @param options Where Flux finds the manifests; without it no Kustomizations are written.
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies
   */
  public static flux(options?: FluxOptions): Delivery {
    return new Delivery({ tool: 'flux', ...(options === undefined || options === null ? {} : { kustomizations: fluxModel(options) }) });
  }

  private constructor(
    /** @internal */
    public readonly _model: DeliveryModel | undefined,
  ) {}
}
