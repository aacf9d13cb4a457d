import type { Service, ServicePortSpec, ServiceSpec } from '../kinds';
import { labels } from '../syntax/labels';
import { cidrFault } from '../syntax/addresses';
import { dnsLabelFault, dnsSubdomainFault, labelKeyFault, portNameFault } from '../syntax/names';
import { clusterAddressFault, servicePorts, serviceType, sourceRanges } from '../validate/service';
import { defineKind } from './kind';
import { anything, boolean, integer, intOrString, list, object, oneOf, port, string, stringOf } from './kit';
import { labelNamedMetadata } from './metadata';

const servicePort = object<ServicePortSpec>({
  name: stringOf('bad-port', (name) => name === '' ? undefined : dnsLabelFault(name)),
  port,
  targetPort: intOrString(port, stringOf('bad-port', portNameFault)),
  protocol: oneOf('TCP', 'UDP', 'SCTP'),
  appProtocol: stringOf('bad-value', (text) => labelKeyFault(text) === undefined ? undefined : 'is not a protocol name'),
}, { name: 'a Service port', required: ['port'], unread: { nodePort: integer(0, 65535, 'bad-port') } });

const spec = object<ServiceSpec>({
  type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  clusterIP: stringOf('bad-address', clusterAddressFault),
  clusterIPs: list(stringOf('bad-address', clusterAddressFault), { most: 2 }),
  externalName: stringOf('bad-host', dnsSubdomainFault),
  externalIPs: list(string),
  externalTrafficPolicy: oneOf('Cluster', 'Local', ''),
  internalTrafficPolicy: oneOf('Cluster', 'Local'),
  loadBalancerClass: string,
  loadBalancerSourceRanges: list(stringOf('bad-address', (text) => cidrFault(text.trim()))),
  selector: labels,
  ports: list(servicePort),
}, {
  name: 'a Service spec',
  rules: (value, findings) => {
    serviceType(value, findings);
    servicePorts(value, findings);
    sourceRanges(value, findings);
  },
  unread: {
    sessionAffinity: oneOf('ClientIP', 'None'),
    sessionAffinityConfig: anything,
    loadBalancerIP: string,
    allocateLoadBalancerNodePorts: boolean,
    healthCheckNodePort: integer(0, 65535, 'bad-port'),
    publishNotReadyAddresses: boolean,
    ipFamilies: list(oneOf('IPv4', 'IPv6'), { most: 2 }),
    ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    trafficDistribution: string,
  },
});

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
export const service = defineKind<Service>({
  group: '',
  kind: 'Service',
  versions: ['v1'],
  fields: { metadata: labelNamedMetadata, spec },
  required: ['metadata', 'spec'],
});
