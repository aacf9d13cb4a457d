import { stringify } from '../../kept/yaml';
import type { AccessModel } from '../../model/model';
import { mayBeAmbient, planesOf } from '../../model/planes';
import { profileFacts } from '../../model/profile-facts';
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
/** https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars */
const NATIVE = `# Jobs and init containers count on native sidecars (\`nativeSidecars\`), which every kubelet has from 1.29 on; \`auto\` does where every kubelet is
# 1.33 or later.
`;
const KUBERNETES = `# The manifests need a network plugin that enforces NetworkPolicy; nothing of it is configured by values.
`;

/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig */
export function requirementsFile(model: Pick<AccessModel, 'edges' | 'externals' | 'gateways' | 'mesh' | 'namespaces' | 'services'>): string {
  const { mesh, namespaces, services, gateways = [] } = model;
  const cluster = clusterComment(model);
  if (mesh.platform === 'kubernetes') return KUBERNETES + cluster;
  const ambient = [...namespaces, ...services].some(mayBeAmbient);
  const keys = sortedUnique([...services, ...gateways].flatMap((s) => (s.tokens?.issuers ?? []).flatMap(({ jwksUri }) => jwksUri ?? [])));
  const fetched = keys.length === 0 ? '' : FETCHED_KEYS + keys.map((uri) => `# ${uri}\n`).join('');
  const platform = mesh.cluster.profile?.platform;
  const native = mesh.nativeSidecars === true && services.some((service) => planesOf(service).includes('sidecar'));
  const env = {
    ...(native ? { ENABLE_NATIVE_SIDECARS: 'true' } : {}),
    ...(keys.length === 0 ? {} : { PILOT_JWT_ENABLE_REMOTE_JWKS: 'false' }),
  };
  return ISTIO + cluster + (ambient ? AMBIENT : '') + (native ? NATIVE : '') + fetched + stringify({
    ...(ambient ? { profile: 'ambient' } : {}),
    ...(mesh.revision === undefined ? {} : { revision: mesh.revision }),
    global: { ...(platform === undefined ? {} : { platform }), proxy: { clusterDomain: mesh.cluster.domain } },
    meshConfig: {
      trustDomain: mesh.trustDomain,
      ...(mesh.trustDomainAliases.length === 0 ? {} : { trustDomainAliases: mesh.trustDomainAliases }),
      rootNamespace: mesh.rootNamespace,
      pathNormalization: { normalization: mesh.pathNormalization },
      outboundTrafficPolicy: { mode: mesh.outboundTrafficPolicy },
    },
    pilot: {
      cni: { enabled: mesh.istioCni || ambient },
      ...(Object.keys(env).length === 0 ? {} : { env }),
    },
  });
}

/** What the cluster must be like, as its profile says. */
function clusterComment(model: Pick<AccessModel, 'edges' | 'externals' | 'gateways' | 'mesh'>): string {
  const { profile } = model.mesh.cluster;
  if (profile === undefined) return '';
  const { name, networkPlugin } = profile;
  const lines = [
    networkPlugin === undefined ? `${name}: a network plugin enforces NetworkPolicy` : `${name} with ${networkPlugin.name}: ${networkPlugin.requirement}`,
    ...profileFacts(model),
  ];
  return `# The cluster is as its profile says:\n${lines.map((line) => `# - ${line}\n`).join('')}`;
}
