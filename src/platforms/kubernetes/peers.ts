import type { Labels, LabelSelector, NetworkPolicyPeer, NetworkPolicyPort } from '../../manifest/kinds';
import type { CallerModel, PortAccessModel, ServiceModel } from '../../model/model';
import { ipBlocks } from '../addresses';
import type { ModelIndex } from '../platform';
import { inQuarantine, podsOfNone } from '../quarantine';
import { transportOf } from '../protocols';

/** Set by the API server on every Namespace: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

const namespaceNamed = (name: string): LabelSelector => ({ matchLabels: { [NAMESPACE_NAME]: name } });

/** Pods by namespace AND labels: in one peer, since two peers are alternatives. */
export function podsPeer(namespace: string, labels: Labels): NetworkPolicyPeer {
  return { namespaceSelector: namespaceNamed(namespace), podSelector: { matchLabels: labels } };
}

const peers = new WeakMap<ServiceModel, NetworkPolicyPeer>();

/** The pods of a service: each of its callees and callers names them. */
export function podsOf(service: ServiceModel): NetworkPolicyPeer {
  let peer = peers.get(service);
  if (peer === undefined) peers.set(service, peer = podsPeer(service.namespace, service.podLabels));
  return peer;
}

/** Every pod of a namespace. */
export function namespacePeer(namespace: string): NetworkPolicyPeer {
  return { namespaceSelector: namespaceNamed(namespace) };
}

/** Every pod of a namespace but those of services in quarantine. */
function namespacePeers(index: ModelIndex, name: string): readonly NetworkPolicyPeer[] {
  const out = inQuarantine(index).filter(({ namespace }) => namespace === name);
  if (out.length === 0) return [namespacePeer(name)];
  return podsOfNone(out).map((matchExpressions) => ({ ...namespacePeer(name), podSelector: { matchExpressions } }));
}

/**
 * Where a caller's packets come from; `undefined`: from anywhere, which only a caller declared as anyone gives.
 *
 * INVARIANT: never an empty list, which NetworkPolicy reads as everybody.
 */
export function callerPeers(index: ModelIndex, caller: CallerModel): readonly NetworkPolicyPeer[] | undefined {
  switch (caller.kind) {
    case 'service':
      return [podsOf(index.service(caller.service))];
    case 'namespace':
      return namespacePeers(index, caller.namespace);
    case 'identity': {
      if (!caller.pods) throw new Error(`no pods are known for \`${caller.principal}\``);
      const { namespace, labels, wholeNamespace } = caller.pods;
      return [wholeNamespace ? namespacePeer(namespace) : podsPeer(namespace, labels)];
    }
    case 'addresses':
      if (caller.agents !== undefined) return [podsPeer(caller.agents.namespace, caller.agents.labels)];
      if (caller.cidrs.length === 0) throw new Error(`no addresses are known for \`${caller.role}\``);
      return ipBlocks(caller.cidrs, caller.except).map((ipBlock) => ({ ipBlock }));
    case 'anyone':
      return undefined;
  }
}

const ports = new WeakMap<readonly PortAccessModel[], readonly NetworkPolicyPort[]>();

/** The target ports of an access with their protocol, which would be TCP if it were left out. */
export function policyPorts(access: readonly PortAccessModel[]): readonly NetworkPolicyPort[] {
  let known = ports.get(access);
  if (known === undefined) {
    known = access.map(({ protocol, targetPort }) => ({ protocol: transportOf(protocol), port: targetPort }));
    ports.set(access, known);
  }
  return known;
}
