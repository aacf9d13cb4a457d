import { stringify } from '../../kept/yaml';
import type { AccessModel } from '../../model/model';
import { mayBeAmbient } from '../../model/planes';
import { sortedUnique } from '../sorting';

const ISTIO = `# What the manifests rest on, as values for the charts of the mesh (istiod). Compare, then merge:
# applying the \`istio\` ConfigMap instead would replace configuration that Helm owns.
`;
/** Charts of their own: https://istio.io/latest/docs/ambient/install/helm/ */
const AMBIENT = `# Ambient: istiod, istio-cni and ztunnel are all installed with \`profile: ambient\`, with it istio-cni captures
# lookups of names (\`ambient.dnsCapture\`), which the way to an egress waypoint rests on.
`;
/** https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars */
const FETCHED_KEYS = `# istiod fetches the keys that tokens are signed with, by itself and for all proxies: it needs a way to
`;
const KUBERNETES = `# The manifests need a network plugin that enforces NetworkPolicy; nothing of it is configured by values.
`;

/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig */
export function requirementsFile({ mesh, namespaces, services }: Pick<AccessModel, 'mesh' | 'namespaces' | 'services'>): string {
  if (mesh.platform === 'kubernetes') return KUBERNETES;
  const ambient = [...namespaces, ...services].some(mayBeAmbient);
  const keys = sortedUnique(services.flatMap((s) => (s.tokens?.issuers ?? []).flatMap(({ jwksUri }) => jwksUri ?? [])));
  const fetched = keys.length === 0 ? '' : FETCHED_KEYS + keys.map((uri) => `# ${uri}\n`).join('');
  return ISTIO + (ambient ? AMBIENT : '') + fetched + stringify({
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
    pilot: {
      cni: { enabled: mesh.istioCni || ambient },
      ...(keys.length === 0 ? {} : { env: { PILOT_JWT_ENABLE_REMOTE_JWKS: 'false' } }),
    },
  });
}
