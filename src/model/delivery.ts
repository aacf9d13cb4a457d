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

/** In this order objects are applied; platforms say which is in which. */
export const WAVES = ['identities', 'ways', 'services', 'allow', 'emergency', 'deny'] as const;
export type Wave = typeof WAVES[number];

export const ARGO_CD_WAVE = 'argocd.argoproj.io/sync-wave';

/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/ picks by labels. */
export const WAVE_LABEL = 'cdk8s-mesh-access/wave';

/** How an object says in which wave it is. */
export function waveMark(delivery: DeliveryModel, wave: Wave): { readonly in: 'annotations' | 'labels'; readonly key: string; readonly value: string } {
  const index = WAVES.indexOf(wave);
  return delivery.tool === 'flux'
    ? { in: 'labels', key: WAVE_LABEL, value: String(index + 1) }
    : { in: 'annotations', key: ARGO_CD_WAVE, value: String(delivery.firstWave + index) };
}
