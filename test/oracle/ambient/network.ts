import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../src/manifest/kinds';
import { inBlock, labelsOf, selects, type Universe } from '../oracle';
import type { End } from './cluster';

const HBONE = 15008;

/** A pod of ambient mode and a waypoint take HBONE, and send it to whatever takes it; so do sidecars to ambient pods. Who has no identity cannot. */
function portSeen(from: End, to: End, port: number, protocol: string): number {
  if (protocol !== 'TCP' || from.identity === undefined) return port;
  if (to.plane === 'ambient' || to.plane === 'waypoint') return HBONE;
  return to.plane === 'sidecar' && (from.plane === 'ambient' || from.plane === 'waypoint') ? HBONE : port;
}

/** One connection, at both of its ends. */
export function networkAllows(u: Universe, from: End, to: End, port: number, protocol: 'TCP' | 'UDP'): boolean {
  const seen = portSeen(from, to, port, protocol);
  const out = isolating(u, from, 'Egress');
  const into = isolating(u, to, 'Ingress');
  return (out.length === 0 || out.some((p) => (p.spec.egress ?? []).some((r) => peers(u, p, r.to, to) && ports(r.ports, seen, protocol))))
    && (into.length === 0 || into.some((p) => (p.spec.ingress ?? []).some((r) => peers(u, p, r.from, from) && ports(r.ports, seen, protocol))));
}

function isolating(u: Universe, { pod }: End, type: 'Ingress' | 'Egress'): readonly NetworkPolicy[] {
  return u.objects.filter((o): o is NetworkPolicy => o.kind === 'NetworkPolicy').filter(({ metadata, spec }) => pod?.namespace === metadata.namespace
    && selects(spec.podSelector, pod!.labels)
    && (spec.policyTypes?.length ? spec.policyTypes : ['Ingress', ...(spec.egress?.length ? ['Egress'] : [])]).includes(type));
}

function ports(listed: readonly NetworkPolicyPort[] = [], port: number, protocol: string): boolean {
  return listed.length === 0 || listed.some((p) => (p.protocol ?? 'TCP') === protocol
    && (p.port === undefined || ((p.port as number) <= port && port <= (p.endPort ?? (p.port as number)))));
}

/** Blocks are for addresses outside the cluster; the universes have none that pods are in. */
function peers(u: Universe, { metadata }: NetworkPolicy, listed: readonly NetworkPolicyPeer[] = [], { pod, ip }: End): boolean {
  return listed.length === 0 || listed.some(({ ipBlock, namespaceSelector, podSelector }) => {
    if (ipBlock !== undefined) return pod === undefined && inBlock(ip!, ipBlock.cidr) && !(ipBlock.except ?? []).some((e) => inBlock(ip!, e));
    return pod !== undefined
      && (namespaceSelector === undefined ? pod.namespace === metadata.namespace : selects(namespaceSelector, labelsOf(u, pod.namespace)))
      && (podSelector === undefined || selects(podSelector, pod.labels));
  });
}
