import { makerOf } from '../../eval/cluster/ordinals';
import { within } from '../../eval/matcher/cidr';
import type { NetworkPolicyPeer } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { AMBIENT_NETWORK_POLICY } from '../sources';
import { isolated } from './shared/network';

/** What istio-cni makes the source of the kubelet's probes. */
const PROBES = '169.254.7.127/32';

export const ambientProbesBlocked: AuditRule = {
  id: 'ambient-probes-blocked',
  severity: 'warning',
  title: 'NetworkPolicy of pods in ambient mode does not admit the kubelet\'s probes',
  why: 'Probes of pods in ambient mode come from 169.254.7.127. Some network plugins hold them to NetworkPolicy, and the pods never become ready.',
  repair: 'admit `ipBlock: {cidr: 169.254.7.127/32}`, and for IPv6 `fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128`',
  sources: [AMBIENT_NETWORK_POLICY],
  * find({ world, objects }) {
    const probed = new Set(objects.flatMap(({ object }) => ('pod' in object && (object.pod.probes ?? []).some((p) => p.kind !== 'exec') ? [`${object.metadata.namespace ?? 'default'}/${object.metadata.name}`] : [])));
    for (const { workload, policies } of isolated(world, 'Ingress')) {
      if (workload.dataPlane !== 'ambient' || !probed.has(makerOf(workload))) continue;
      if (policies.some((p) => p.rules.some((r) => r.peers.length === 0 || r.peers.some(admitsProbes)))) continue;
      yield { at: policies[0].ref, message: `nothing admits \`${PROBES}\` to ${workload.id}, which has probes` };
    }
  },
};

function admitsProbes({ ipBlock }: NetworkPolicyPeer): boolean {
  return ipBlock !== undefined && within(PROBES, ipBlock.cidr) && !(ipBlock.except ?? []).some((e) => within(PROBES, e));
}
