import type { Capabilities } from '../capabilities';

export const ISTIO_CAPABILITIES: Capabilities = {
  platform: 'istio',
  title: 'Istio (sidecars)',
  // Upstream supports a minor until six weeks after the second one that follows it: https://istio.io/latest/docs/releases/supported-releases/#support-policy
  versions: [[1, 30], [1, 31]],
  features: {
    'whole-ports': { support: 'supported', how: 'NetworkPolicy, AuthorizationPolicy `ports`, Sidecar' },
    'http-access': { support: 'supported', how: 'AuthorizationPolicy, on ports declared as HTTP, HTTP/2 or gRPC' },
    // https://istio.io/latest/news/releases/1.22.x/announcing-1.22/change-notes/
    'path-templates': { support: 'supported', how: 'AuthorizationPolicy `paths`', since: [1, 22] },
    'udp-access': { support: 'supported', how: 'NetworkPolicy alone: proxies do not take UDP' },
    'sctp-access': { support: 'supported', how: 'NetworkPolicy alone: proxies do not take SCTP' },
    'service-callers': { support: 'supported', how: 'exact principal, and namespace with pod labels' },
    'namespace-callers': { support: 'supported', how: '`namespaces`, and the namespace\'s pods' },
    'identity-callers': { support: 'supported', how: 'exact principal, and the pods given for it' },
    'address-callers': { support: 'supported', how: '`ipBlocks` and `ipBlock`, on ports that take plaintext' },
    anyone: { support: 'supported', how: 'any identity of the mesh on a STRICT port; no `from` on a plaintext one' },
    'plaintext-ports': { support: 'supported', how: 'PeerAuthentication `portLevelMtls` with selector' },
    'external-hosts-with-addresses': { support: 'supported', how: 'ServiceEntry, Sidecar, `ipBlock`' },
    'external-hosts-by-name': { support: 'supported', how: 'ServiceEntry by SNI or Host header; NetworkPolicy opens the port to everything outside the cluster' },
    'external-tcp-by-name': {
      support: 'refused',
      why: 'bytes carry no name, so a ServiceEntry without addresses opens its port to any address',
      repair: 'give the host\'s `addresses`, or use `ExternalHost.tls`',
    },
    'external-tcp-ranges': {
      support: 'refused',
      why: 'a ServiceEntry that resolves its host by DNS takes single addresses only',
      repair: 'give its one address (`/32`, `/128`), or declare a host for each',
    },
    'external-tcp-several-addresses': {
      support: 'refused',
      why: 'of a ServiceEntry\'s addresses a Sidecar imports one, whichever comes first, and the others are cut off',
      repair: 'declare an `ExternalHost.tcp` for each address, under a name of its own',
    },
    'external-wildcard-hosts': { support: 'refused', why: 'a wildcard cannot be resolved, and without resolution an allowed name reaches any address', repair: 'name each host' },
    'proxy-hosts': { support: 'supported', how: 'Sidecar and egress of every pod with a proxy' },
    'mesh-baseline': { support: 'supported', how: 'PeerAuthentication and AuthorizationPolicy in the root namespace' },
  },
};
