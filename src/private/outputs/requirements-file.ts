import { stringify } from '../../kept/yaml';
import type { AccessModel } from '../../model/model';
import { mayBeAmbient } from '../../model/planes';

const ISTIO = `# What the manifests rest on, as values for the charts of the mesh (istiod). Compare, then merge:
# applying the \`istio\` ConfigMap instead would replace configuration that Helm owns.
`;
/** Charts of their own: https://istio.io/latest/docs/ambient/install/helm/ */
const AMBIENT = `# Ambient: istiod, istio-cni and ztunnel are all installed with \`profile: ambient\`, with it istio-cni captures
# lookups of names (\`ambient.dnsCapture\`), which the way to an egress waypoint rests on.
`;
const KUBERNETES = `# The manifests need a network plugin that enforces NetworkPolicy; nothing of it is configured by values.
`;

/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig */
export function requirementsFile({ mesh, namespaces, services }: Pick<AccessModel, 'mesh' | 'namespaces' | 'services'>): string {
  if (mesh.platform === 'kubernetes') return KUBERNETES;
  const ambient = [...namespaces, ...services].some(mayBeAmbient);
  return ISTIO + (ambient ? AMBIENT : '') + stringify({
    ...(ambient ? { profile: 'ambient' } : {}),
    ...(mesh.revision === undefined ? {} : { revision: mesh.revision }),
    global: { proxy: { clusterDomain: mesh.cluster.domain } },
    meshConfig: {
      trustDomain: mesh.trustDomain,
      ...(mesh.trustDomainAliases.length === 0 ? {} : { trustDomainAliases: mesh.trustDomainAliases }),
      rootNamespace: mesh.rootNamespace,
      pathNormalization: { normalization: mesh.pathNormalization },
      outboundTrafficPolicy: { mode: mesh.outboundTrafficPolicy },
    },
    pilot: { cni: { enabled: mesh.istioCni || ambient } },
  });
}
