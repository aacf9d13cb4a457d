import { mayStandInTheWay } from '../../eval/cluster/address-rivals';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { ClusterModel } from '../../model/model';
import { addressesOf, inBlock } from '../minimal';
import { PROBES } from '../planes';
import { OUTSIDE } from '../projection/egress-policy';

/**
 * Pods about which policies and data plane say everything: nothing of their own changes what is captured, how they send, or whether
 * NetworkPolicy holds.
 */
export function isOrdinary({ hostNetwork, labels, annotations, ownProxy, asProxy, dataPlane, unsureOf }: WorkloadView): boolean {
  const tlsMode = labels['security.istio.io/tlsMode'];
  return !hostNetwork && ownProxy === undefined && asProxy === undefined && unsureOf === undefined
    && (tlsMode === undefined || (tlsMode === 'istio' && dataPlane === 'sidecar')) && !('linkerd.io/control-plane-ns' in labels)
    && !Object.keys(annotations).some((key) => /(istio|linkerd)\.io\//.test(key));
}

/** What nothing mentions, and the addresses of probes with those right behind them. */
const TRIED = [OUTSIDE, ...PROBES.flatMap((ip) => addressesOf({ cidr: `${ip}/${ip.includes(':') ? 128 : 32}` }))];

/**
 * No DestinationRule changes what callers send, their proxies send mTLS by themselves, no ServiceEntry leads to pods or has the name or address
 * of anybody here, and no Service hides from anybody, by itself or by default: then an identity arrives as it is, and who dials a Service
 * reaches its pods. And no pod or node is at an address that is tried as somebody else's. Linkerd has no part in it.
 */
export function isOrdinaryMesh(world: World, { podCidrs, nodeCidrs }: ClusterModel): boolean {
  const { policies, services, settings, workloads, linkerd } = world;
  const domain = `.svc.${settings.clusterDomain ?? 'cluster.local'}`.toLowerCase();
  return policies.destinationRules.length === 0 && settings.autoMtls !== false
    && linkerd.policies.length === 0 && ![...linkerd.annotations.values()].some((annotations) => 'linkerd.io/inject' in annotations)
    && [...podCidrs, ...nodeCidrs].every((cidr) => !TRIED.some((ip) => inBlock(ip, cidr)))
    && workloads.every(({ ip }) => ip === undefined || !PROBES.some((probe) => inBlock(ip, probe)))
    && policies.serviceEntries.every(({ object: { spec } }) => (
      spec.workloadSelector === undefined && (spec.endpoints ?? []).length === 0
      && spec.hosts.every((h) => !h.startsWith('*') && !h.toLowerCase().endsWith(domain))
    ))
    && settings.defaultExportTo?.service === undefined
    && !mayStandInTheWay(world)
    && services.all.every(({ source }) => source.object.metadata.annotations?.['networking.istio.io/exportTo'] === undefined);
}
