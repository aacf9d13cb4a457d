import type { ClusterProps } from '../../cluster';
import { ClusterProfile } from '../../cluster-profile';
import type { MeshProps } from '../../mesh';
import { overlap } from '../../model/cidr';
import type { ClusterFact, ClusterModel, ClusterProfileModel } from '../../model/model';
import { addressText, cidrText } from '../addresses';
import { instance, invalid, optionalList, port, struct, text } from '../arguments';
import { hostName } from '../hosts';
import { namespaceName, podLabels } from '../names';
import { sortedUnique } from '../sorting';
import { type Distribution, GENERIC } from './distributions';
import { NETWORK_PLUGINS } from './network-plugins';

const BLOCKS = ['podCidrs', 'serviceCidrs', 'nodeCidrs', 'apiServerCidrs', 'loadBalancerCidrs'] as const;
type Blocks = Readonly<Record<typeof BLOCKS[number], string[] | undefined>>;

const DEFAULT_DNS = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 };

/** What is given of a cluster, and what its profile says of the rest. */
export function clusterModel({ cluster, profile, istioCni }: Pick<MeshProps, 'cluster' | 'istioCni' | 'profile'>): ClusterModel {
  const given = struct('cluster', cluster);
  const said = profile === undefined || profile === null ? undefined : instance('profile', profile, ClusterProfile, 'write `ClusterProfile.eks()` or the like');
  const distribution = said?._distribution ?? GENERIC;
  const blocks = Object.fromEntries(BLOCKS.map((name) => {
    const own = optionalList(`cluster.${name}`, given[name], cidrText);
    return [name, own === undefined ? undefined : sortedUnique(own)];
  })) as Blocks;
  const domain = domainOf(given.domain, distribution);
  refuseOverlap(blocks, distribution);
  refuseShared(blocks);
  const loadBalancerCidrs = blocks.loadBalancerCidrs ?? distribution.loadBalancerCidrs;
  const { nodeLocalDnsPods } = distribution;
  const cachePods = said?._networkPlugin === undefined ? undefined : nodeLocalDnsPods?.[said._networkPlugin];
  return {
    ...(given.name === undefined ? {} : { name: text('cluster.name', given.name) }),
    domain,
    podCidrs: blocks.podCidrs ?? distribution.podCidrs ?? [],
    serviceCidrs: blocks.serviceCidrs ?? distribution.serviceCidrs ?? [],
    nodeCidrs: blocks.nodeCidrs ?? [],
    apiServerCidrs: blocks.apiServerCidrs ?? [],
    ...agentsOf(given.apiServerAgents, distribution),
    ...(loadBalancerCidrs === undefined ? {} : { loadBalancerCidrs }),
    dns: dnsOf(given.dns, distribution),
    ...(given.nodeLocalDns === undefined ? {} : { nodeLocalDns: addressText('cluster.nodeLocalDns', given.nodeLocalDns) }),
    ...(cachePods === undefined ? {} : { nodeLocalDnsPods: cachePods }),
    ...(distribution.metadataServer === undefined ? {} : { metadataServer: distribution.metadataServer(said?._networkPlugin) }),
    ...(said === undefined ? {} : { profile: profileModel(said, given, blocks, istioCni) }),
  };
}

/** What of it was not given. */
function profileModel(
  { _distribution: distribution, _networkPlugin }: ClusterProfile, given: Partial<ClusterProps>, blocks: Blocks, istioCni: boolean | undefined,
): ClusterProfileModel {
  const { name, addresses, platform, nodeLocalDnsPods } = distribution;
  const takes: Readonly<Record<ClusterFact, boolean>> = {
    dns: distribution.dns !== undefined && (['namespace', 'podLabels', 'port'] as const).some((field) => given.dns?.[field] === undefined),
    'istio-cni': distribution.istioCni === true && (istioCni === undefined || istioCni === null),
    'load-balancers': distribution.loadBalancerCidrs !== undefined && blocks.loadBalancerCidrs === undefined,
    'metadata-server': distribution.metadataServer !== undefined,
    'node-local-dns': _networkPlugin !== undefined && nodeLocalDnsPods?.[_networkPlugin] !== undefined,
    pods: distribution.podCidrs !== undefined && blocks.podCidrs === undefined,
    services: distribution.serviceCidrs !== undefined && blocks.serviceCidrs === undefined,
  };
  return {
    name,
    ...(_networkPlugin === undefined ? {} : { networkPlugin: NETWORK_PLUGINS[_networkPlugin] }),
    ...(platform === undefined ? {} : { platform }),
    provides: (Object.keys(takes) as ClusterFact[]).filter((fact) => takes[fact]),
    addresses,
  };
}

/** That there are any nobody knows but the user; whose labels they have the distribution may. */
function agentsOf(value: ClusterProps['apiServerAgents'], { name, apiServerAgents }: Distribution): Pick<ClusterModel, 'apiServerAgents'> {
  if (value === undefined || value === null) return {};
  const given = struct('cluster.apiServerAgents', value);
  const labels = given.podLabels ?? apiServerAgents;
  if (labels === undefined) {
    throw invalid('unknown-api-server-agents', `cluster.apiServerAgents has no \`podLabels\`, and nothing is known of them on ${name}`,
      'give the labels of the pods that the control plane calls through');
  }
  return {
    apiServerAgents: {
      namespace: namespaceName('cluster.apiServerAgents.namespace', given.namespace ?? 'kube-system'),
      labels: podLabels('cluster.apiServerAgents.podLabels', { ...labels }),
    },
  };
}

function dnsOf(value: ClusterProps['dns'], { dns = DEFAULT_DNS }: Distribution): ClusterModel['dns'] {
  const given = struct('cluster.dns', value);
  return {
    namespace: namespaceName('cluster.dns.namespace', given.namespace ?? dns.namespace),
    podLabels: podLabels('cluster.dns.podLabels', given.podLabels ?? { ...dns.podLabels }),
    port: port('cluster.dns.port', given.port ?? dns.port),
  };
}

function domainOf(given: string | undefined, { name, domain: only }: Distribution): string {
  const domain = hostName('cluster.domain', given ?? 'cluster.local');
  if (only !== undefined && domain !== only) {
    throw invalid('contradicting-profile', `cluster.domain \`${domain}\` is not ${name}'s, which has \`${only}\` and no other`, 'leave it out, or take `ClusterProfile.generic`');
  }
  return domain;
}

/** A block that was given shows that the cluster was not made with the distribution's own. */
function refuseOverlap(blocks: Blocks, distribution: Distribution): void {
  for (const name of ['podCidrs', 'serviceCidrs'] as const) {
    if (blocks[name] !== undefined) continue;
    for (const assumed of distribution[name] ?? []) {
      for (const other of BLOCKS) {
        const clash = blocks[other]?.find((given) => overlap(given, assumed));
        if (clash === undefined) continue;
        throw invalid('contradicting-profile', `cluster.${other} has \`${clash}\`, and by its profile ${distribution.name} has \`${assumed}\` for ${name}`,
          `give cluster.${name} as well`);
      }
    }
  }
}

/** No cluster gives pods addresses of Services: what is said of either would be said of both. */
function refuseShared({ podCidrs = [], serviceCidrs = [] }: Blocks): void {
  for (const pods of podCidrs) {
    const services = serviceCidrs.find((block) => overlap(block, pods));
    if (services === undefined) continue;
    throw invalid('overlapping-cidrs', `cluster.podCidrs has \`${pods}\`, and cluster.serviceCidrs \`${services}\`, which overlaps with it`,
      'give each as the cluster was made with: pods and Services never share addresses');
  }
}
