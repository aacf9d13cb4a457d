import type { IpBlock, NetworkPolicyPeer, NetworkPolicyPort } from '../kinds';
import type { Findings } from '../schema/finding';
import { show } from '../schema/show';
import { isStrictlyInside } from '../syntax/addresses';

// What the API server refuses beyond types, and why it matters: each of these would be read as wider than its author thinks.

export function onePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, findings: Findings): void {
  const selected = podSelector !== undefined || namespaceSelector !== undefined;
  if (!selected && ipBlock === undefined) {
    findings.add('empty', 'a peer must name pods, namespaces or addresses', {
      repair: 'write `podSelector: {}` for every pod of the namespace, or leave out the list for everyone',
    });
  }
  if (selected && ipBlock !== undefined) {
    findings.add('conflict', '`ipBlock` cannot be combined with a selector', { repair: 'make it a list item of its own' });
  }
}

export function exceptInsideCidr({ cidr, except = [] }: IpBlock, findings: Findings): void {
  findings.enter('except');
  except.forEach((hole, i) => {
    if (!isStrictlyInside(hole, cidr)) {
      findings.addAt([i], 'bad-address', `${show(hole)} is not a part of ${show(cidr)}`, { value: hole });
    }
  });
  findings.leave();
}

export function portRange({ port, endPort }: NetworkPolicyPort, findings: Findings): void {
  if (endPort === undefined) return;
  findings.enter('endPort');
  if (port === undefined) findings.add('missing-field', 'needs `port`, the first of the range', { value: endPort });
  else if (typeof port === 'string') {
    findings.add('conflict', `cannot follow the named port ${show(port)}`, { value: endPort, repair: 'give the port as a number' });
  } else if (endPort < port) findings.add('bad-port', `${endPort} is less than \`port\` ${port}`, { value: endPort });
  findings.leave();
}
