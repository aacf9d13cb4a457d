import type { Labels } from '../../manifest/kinds';
import type { DeclaredMesh, DeclaredNamespace } from '../platform';

/**
 * Injection is said either way, so that it does not hang on the installation's `enableNamespacesByDefault`.
 * A revision replaces `istio-injection`, which would win over it.
 *
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
export function namespaceLabels(mesh: DeclaredMesh, ns: DeclaredNamespace): Labels {
  if (ns.dataPlane === 'none') return { 'istio-injection': 'disabled' };
  return mesh.revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': mesh.revision };
}
