import type { Labels } from '../../manifest/kinds';
import type { DeclaredMesh, DeclaredNamespace } from '../platform';

/**
 * Injection is said either way, so that it does not hang on the installation's `enableNamespacesByDefault`.
 * A revision replaces `istio-injection`, which would win over it. An ambient namespace says both: ambient leaves out a pod that got a sidecar.
 *
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 * https://istio.io/latest/docs/ambient/usage/add-workloads/#ambient-labels
 */
export function namespaceLabels(mesh: DeclaredMesh, ns: DeclaredNamespace): Labels {
  switch (ns.dataPlane) {
    case 'none': return { 'istio-injection': 'disabled' };
    case 'ambient': return { 'istio-injection': 'disabled', 'istio.io/dataplane-mode': 'ambient' };
    case 'sidecar': return mesh.revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': mesh.revision };
  }
}
