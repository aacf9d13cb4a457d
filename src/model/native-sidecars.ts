import type { Labels } from './labels';
import type { MeshModel } from './mesh';

/**
 * What a pod says wins over the mesh's own setting, and anything but these two says nothing:
 * https://github.com/istio/istio/blob/1.31.0/pkg/kube/inject/inject.go
 */
const NATIVE = 'sidecar.istio.io/nativeSidecar';

/** Is a pod's sidecar an init container that keeps running? What is not known is not so. */
export function isNative({ nativeSidecars = false }: Pick<MeshModel, 'nativeSidecars'>, annotations: Labels): boolean {
  const own = annotations[NATIVE];
  return own === 'true' || (own !== 'false' && nativeSidecars);
}
