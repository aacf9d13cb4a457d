import type { Capabilities } from '../capabilities';

const USE_A_MESH = 'use `Platform.ISTIO`, or leave it out';

export const KUBERNETES_CAPABILITIES: Capabilities = {
  platform: 'kubernetes',
  title: 'Kubernetes NetworkPolicy',
  versions: [],
  features: {
    'whole-ports': { support: 'supported', how: 'NetworkPolicy at both ends' },
    'http-access': { support: 'refused', why: 'NetworkPolicy sees ports, not requests', repair: 'grant whole ports, or use `Platform.ISTIO`' },
    'path-templates': { support: 'refused', why: 'NetworkPolicy sees ports, not requests', repair: 'grant whole ports, or use `Platform.ISTIO`' },
    'udp-access': { support: 'supported', how: 'NetworkPolicy at both ends' },
    'sctp-access': { support: 'supported', how: 'NetworkPolicy at both ends' },
    'service-callers': { support: 'supported', how: 'by namespace and pod labels; whoever may label pods there may call' },
    'namespace-callers': { support: 'supported', how: 'by namespace' },
    'identity-callers': { support: 'supported', how: 'by the pods given for it; the identity itself is not seen' },
    'address-callers': { support: 'supported', how: '`ipBlock`' },
    anyone: { support: 'supported', how: 'no `from`' },
    'source-addresses': {
      support: 'refused',
      why: 'a NetworkPolicy peer is pods or addresses and never both',
      repair: 'leave out `Condition.sourceCidr`, or use `Platform.ISTIO`',
    },
    tokens: { support: 'refused', why: 'NetworkPolicy sees ports, not requests', repair: 'leave out `requireJwt`, or use `Platform.ISTIO`' },
    'plaintext-ports': { support: 'refused', why: 'nothing encrypts, so there is nothing to except from', repair: 'leave out `mtls` of the port' },
    'scrapes-past-proxy': {
      support: 'refused', why: 'pods have no proxy', repair: 'grant the port to the pods or addresses of Prometheus with `allowFrom`',
    },
    'foreign-pods': { support: 'supported', how: 'NetworkPolicy at both ends, by their labels' },
    'api-server-calls': { support: 'supported', how: '`ipBlock` of its addresses; what is asked for is RBAC\'s to decide' },
    'external-hosts-with-addresses': { support: 'supported', how: '`ipBlock`; the host name is not seen' },
    'external-hosts-by-name': { support: 'refused', why: 'NetworkPolicy sees addresses, not names', repair: 'give the host\'s `addresses`, or use `Platform.ISTIO`' },
    'external-tcp-by-name': { support: 'refused', why: 'NetworkPolicy sees addresses, not names', repair: 'give the host\'s `addresses`' },
    'external-tcp-ranges': { support: 'supported', how: '`ipBlock`' },
    'external-tcp-several-addresses': { support: 'supported', how: '`ipBlock`' },
    'external-wildcard-hosts': { support: 'refused', why: 'NetworkPolicy sees addresses, not names', repair: 'name each host' },
    'proxy-hosts': { support: 'refused', why: 'pods have no proxy', repair: USE_A_MESH },
    'gateway-pods': { support: 'supported', how: 'NetworkPolicy, by port and address' },
    'mesh-baseline': { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
    ambient: { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
    waypoints: { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
    'egress-waypoint': { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
    'moving-services': { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
    'ambient-disabled-mtls': { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
    'ambient-excluded-ports': { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
    'moving-external-callers': { support: 'refused', why: 'there is no mesh', repair: USE_A_MESH },
  },
};
