import type { DeliveryModel } from './model/delivery';
import { flag, struct } from './private/arguments';
import { fluxModel, wave } from './private/delivery';

/** Options of `Delivery.argoCd`. */
export interface ArgoCdOptions {
  /**
   * First of six consecutive sync waves. Objects without a wave, that is the workloads, have wave 0. Errors: `invalid-wave`.
   *
   * @default -6
   */
  readonly firstWave?: number;

  /**
   * Whether Namespaces and ServiceAccounts are pruned and deleted after somebody confirms it (`Prune=confirm`), instead of never
   * (`Prune=false`). A sync waits for the confirmation.
   *
   * @default false
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#resource-pruning-with-confirmation
   */
  readonly confirmPruning?: boolean;
}

/** Options of `Delivery.flux`: the source of the manifests, for Kustomizations that apply them in order. */
export interface FluxOptions {
  /** Prefix of the Kustomizations' names. Errors: `invalid-name`. */
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
   * Reconciliation interval, `10m`.
   *
   * @default '10m'
   */
  readonly interval?: string;
}

/**
 * Order in which the objects are applied to the cluster: allow before deny, the Namespace and ServiceAccounts first, default-deny and STRICT
 * last, and a quarantine at once. It does not change any access: it only adds annotations and labels to the emitted objects.
 *
 * Not guaranteed: it orders what a deployment tool applies, not when proxies and network plugins act on it. A call that a release moves from
 * one path to another (from sidecar to waypoint, from one ServiceAccount to the next) needs both paths declared for a while, whatever the
 * order.
 */
export class Delivery {
  /** No order: adds nothing to the objects. */
  public static none(): Delivery {
    return new Delivery(undefined);
  }

  /**
   * Order for Argo CD: `argocd.argoproj.io/sync-wave` on every object, and `argocd.argoproj.io/sync-options`. Namespaces and ServiceAccounts
   * are neither pruned nor deleted with the Application. Everything else is pruned last, when all waves are healthy, except emergency access,
   * which is removed in its wave.
   *
   * Errors: `invalid-wave`.
   *
   * @param options First wave and pruning.
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public static argoCd(options?: ArgoCdOptions): Delivery {
    const given = struct('options of Delivery.argoCd', options);
    return new Delivery({ tool: 'argo-cd', firstWave: wave('firstWave', given.firstWave), confirm: flag('confirmPruning', given.confirmPruning, false) });
  }

  /**
   * Order for Flux: `kustomize.toolkit.fluxcd.io/prune: disabled` on Namespaces and ServiceAccounts, and the label `cdk8s-mesh-access/wave`
   * on every object.
   *
   * Flux has no waves: a single Kustomization applies kinds in a fixed order, in which denials come before what allows. With `options` the
   * file `mesh-access.out/flux-kustomizations.yaml` has one Kustomization per wave and one for everything else, all for the same directory,
   * each waiting for the one before. Each prunes on its own: Flux cannot prune last.
   *
   * Errors: `invalid-name`, `invalid-source`.
   *
   * @param options Source of the manifests; if omitted, no Kustomizations are written.
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
