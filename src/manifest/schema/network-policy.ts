import type {
  IpBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
} from '../kinds';
import { cidrFault, hostBitsFault } from '../syntax/addresses';
import { portNameFault } from '../syntax/names';
import { exceptInsideCidr, onePeer, portRange } from '../validate/network-policy';
import { defineKind } from './kind';
import { intOrString, list, object, oneOf, port, stringOf } from './kit';
import { metadata } from './metadata';
import { labelSelector } from './selectors';

// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/

const cidr = stringOf('bad-address', (text) => cidrFault(text) ?? hostBitsFault(text));

const ipBlock = object<IpBlock>({ cidr, except: list(cidr) }, { name: 'an ipBlock', required: ['cidr'], rules: exceptInsideCidr });

const peer = object<NetworkPolicyPeer>(
  { podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock },
  { name: 'a network policy peer', rules: onePeer },
);

const policyPort = object<NetworkPolicyPort>({
  protocol: oneOf('TCP', 'UDP', 'SCTP'),
  port: intOrString(port, stringOf('bad-port', portNameFault)),
  endPort: port,
}, { name: 'a network policy port', rules: portRange });

const ports = list(policyPort);

const spec = object<NetworkPolicySpec>({
  podSelector: labelSelector,
  policyTypes: list(oneOf('Ingress', 'Egress'), { most: 2 }),
  ingress: list(object<NetworkPolicyIngressRule>({ from: list(peer), ports }, { name: 'an ingress rule' })),
  egress: list(object<NetworkPolicyEgressRule>({ to: list(peer), ports }, { name: 'an egress rule' })),
}, { name: 'a NetworkPolicy spec' });

/** A spec or podSelector left out is an empty one, which selects every pod of the namespace, as in the API server. */
export const networkPolicy = defineKind<NetworkPolicy>({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  versions: ['v1'],
  fields: { metadata, spec },
  required: ['metadata'],
  defaults: (policy) => {
    const given: Partial<NetworkPolicySpec> | undefined = policy.spec;
    return given?.podSelector === undefined ? { ...policy, spec: { ...given, podSelector: {} } } : policy;
  },
});
