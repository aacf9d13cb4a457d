import { stringify } from 'yaml';
import type { MeshModel } from '../../model/model';

const ISTIO = `# What the manifests rest on, as values for the charts of the mesh (istiod). Compare, then merge:
# applying the \`istio\` ConfigMap instead would replace configuration that Helm owns.
`;
const KUBERNETES = `# The manifests need a network plugin that enforces NetworkPolicy; nothing of it is configured by values.
`;

/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig */
export function requirementsFile(mesh: MeshModel): string {
  if (mesh.platform === 'kubernetes') return KUBERNETES;
  return ISTIO + stringify({
    ...(mesh.revision === undefined ? {} : { revision: mesh.revision }),
    global: { proxy: { clusterDomain: mesh.cluster.domain } },
    meshConfig: {
      trustDomain: mesh.trustDomain,
      ...(mesh.trustDomainAliases.length === 0 ? {} : { trustDomainAliases: mesh.trustDomainAliases }),
      rootNamespace: mesh.rootNamespace,
      pathNormalization: { normalization: mesh.pathNormalization },
      outboundTrafficPolicy: { mode: mesh.outboundTrafficPolicy },
    },
    pilot: { cni: { enabled: mesh.istioCni } },
  });
}
