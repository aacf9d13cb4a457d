import type { Sidecar, SidecarEgress, SidecarSpec } from '../kinds';
import { isAddress } from '../syntax/addresses';
import { istioLabelFault, namespacedHostFault, wildcardHostFault } from '../syntax/hosts';
import { protocolFault } from '../syntax/protocols';
import { istioAnnotations } from '../validate/istio-annotations';
import { egressRules, ingressListener, socketFault, sidecar as sidecarRules, type EgressProxy, type Ingress } from '../validate/sidecar';
import { connectionPool } from './connection-pool';
import { defineKind } from './kind';
import { integer, list, customObject, oneOf, port, string, stringOf } from './kit';
import { metadata } from './metadata';
import { networkingSelector } from './selectors';
import { serverTls } from './server-tls';

// https://istio.io/latest/docs/reference/config/networking/sidecar/

/** `targetPort` is in the CRD and refused by istiod, so it is not a field here. */
type ListenerPort = NonNullable<SidecarEgress['port']>;

const bind = stringOf('bad-address', (text) => text === '' || isAddress(text) ? undefined : socketFault(text));
const captureMode = oneOf('DEFAULT', 'IPTABLES', 'NONE');
const portName = stringOf('bad-name', (text) => text === '' ? undefined : istioLabelFault(text));

const listenerPort = customObject<ListenerPort>(
  { number: integer(0, 65535, 'bad-port'), protocol: stringOf('bad-value', protocolFault), name: portName },
  { name: 'a listener port' },
);

const egress = customObject<SidecarEgress>({
  port: listenerPort,
  bind,
  captureMode,
  hosts: list(stringOf('bad-host', namespacedHostFault), { least: 1 }),
}, { name: 'an egress listener', required: ['hosts'], rules: egressRules });

const ingress = customObject<Ingress>({
  port: listenerPort,
  bind,
  captureMode,
  defaultEndpoint: string,
  tls: serverTls,
  connectionPool,
}, { name: 'an ingress listener', required: ['port'], rules: ingressListener });

const egressProxy = customObject<EgressProxy>({
  host: stringOf('bad-host', (text) => text.includes('*') ? 'has a wildcard, and a proxy is one host' : wildcardHostFault(text)),
  port: customObject<EgressProxy['port']>({ number: port }, { name: 'a port', required: ['number'] }),
  subset: stringOf('bad-name', istioLabelFault),
}, { name: 'an egress proxy', required: ['host', 'port'] });

const spec = customObject<SidecarSpec>({
  workloadSelector: networkingSelector,
  ingress: list(ingress),
  egress: list(egress),
  outboundTrafficPolicy: customObject<NonNullable<SidecarSpec['outboundTrafficPolicy']>>(
    { mode: oneOf('REGISTRY_ONLY', 'ALLOW_ANY'), egressProxy }, { name: 'an outbound traffic policy' },
  ),
  inboundConnectionPool: connectionPool,
}, { name: 'a Sidecar spec', rules: sidecarRules });

export const sidecar = defineKind<Sidecar>({
  group: 'networking.istio.io',
  kind: 'Sidecar',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  fields: { metadata, spec },
  required: ['metadata', 'spec'],
  rules: ({ metadata: meta }, findings) => istioAnnotations(meta, undefined, findings),
});
