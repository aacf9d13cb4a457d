/** What brings the manifests to the cluster, and has to be told in which order. */
export type DeliveryModel
  = | {
    readonly tool: 'argo-cd';
    /** The others follow it, one by one. */
    readonly firstWave: number;
    /** What must not be pruned is pruned once somebody confirms it, not never. */
    readonly confirm: boolean;
  }
  | { readonly tool: 'flux'; readonly kustomizations?: FluxModel };

/** Of the Kustomizations that apply the manifests one after the other. */
export interface FluxModel {
  /** What their names begin with. */
  readonly name: string;
  readonly namespace: string;
  readonly sourceKind: 'GitRepository' | 'OCIRepository' | 'Bucket';
  readonly sourceName: string;
  readonly path: string;
  readonly interval: string;
}
