import type { Labels, NetworkPolicy, NetworkPolicyPeer, Protocol } from '../../manifest/kinds';
import type { Direction } from '../../eval/network/isolation';
import { labelsKey } from '../caller-key';
import { PROBES } from '../planes';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Pods of a namespace that carry these labels. */
export function podsText(namespace: string, labels: Labels): string {
  return `${namespace}|${labelsKey(labels)}`;
}

/** They may come, or be gone to, at this port; undefined: at any. */
export function opening(peer: string, port: number | undefined, protocol: Protocol): string {
  return `${peer} ${protocol} ${port ?? '*'}`;
}

/** What an ambient pod has to take beside its callers. */
export const PROBED: readonly string[] = PROBES.map((ip) => opening(blockText(`${ip}/${ip.includes(':') ? 128 : 32}`), undefined, 'TCP'));

/** Who has such an address. */
export function blockText(cidr: string): string {
  return `[${cidr}]`;
}

/**
 * All that these policies open between them, one port, or all of a protocol, to one sort of pods or one block of addresses each. Undefined:
 * they say more than that, of whole namespaces' labels, of ports by name or range, of everybody.
 */
export function openedBy(policies: readonly NetworkPolicy[], direction: Direction): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const { metadata, spec } of policies) {
    for (const rule of (direction === 'Ingress' ? spec.ingress : spec.egress) ?? []) {
      const peers = ('from' in rule ? rule.from : 'to' in rule ? rule.to : undefined) ?? [];
      const { ports = [] } = rule;
      if (peers.length === 0 || ports.length === 0) return undefined;
      for (const peer of peers) {
        const text = textOf(peer, metadata.namespace ?? 'default');
        if (text === undefined) return undefined;
        for (const { protocol = 'TCP', port, endPort } of ports) {
          if (typeof port === 'string' || endPort !== undefined) return undefined;
          all.add(opening(text, port, protocol));
        }
      }
    }
  }
  return all;
}

function textOf({ ipBlock, namespaceSelector, podSelector = {} }: NetworkPolicyPeer, own: string): string | undefined {
  if (ipBlock !== undefined) return ipBlock.except === undefined ? blockText(ipBlock.cidr) : undefined;
  if (podSelector.matchExpressions !== undefined) return undefined;
  const namespace = namespaceSelector === undefined ? own : nameIn(namespaceSelector);
  return namespace === undefined ? undefined : podsText(namespace, podSelector.matchLabels ?? {});
}

/** Of the one namespace that has this name: the API server sets the label. */
function nameIn({ matchLabels = {}, matchExpressions }: NonNullable<NetworkPolicyPeer['namespaceSelector']>): string | undefined {
  return matchExpressions === undefined && Object.keys(matchLabels).length === 1 ? matchLabels[NAME_LABEL] : undefined;
}
