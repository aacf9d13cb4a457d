import type { Capabilities } from '../capabilities';

export const ISTIO_CAPABILITIES: Capabilities = {
  platform: 'istio',
  title: 'Istio',
  // Upstream supports a minor until six weeks after the second one that follows it: https://istio.io/latest/docs/releases/supported-releases/#support-policy
  versions: [[1, 30], [1, 31]],
  features: {
    'whole-ports': { support: 'supported', how: 'NetworkPolicy, AuthorizationPolicy `ports`, Sidecar; in a tunnel NetworkPolicy sees peers only' },
    'http-access': { support: 'supported', how: 'AuthorizationPolicy, on ports declared as HTTP, HTTP/2 or gRPC; of ambient services at their waypoint' },
    // https://istio.io/latest/news/releases/1.22.x/announcing-1.22/change-notes/
    'path-templates': { support: 'supported', how: 'AuthorizationPolicy `paths`', since: [1, 22] },
    'udp-access': { support: 'supported', how: 'NetworkPolicy alone: proxies do not take UDP' },
    'sctp-access': { support: 'supported', how: 'NetworkPolicy alone: proxies do not take SCTP' },
    'service-callers': { support: 'supported', how: 'exact principal, and namespace with pod labels' },
    'shared-identities': { support: 'supported', how: 'one caller at every layer: their principal, and the pods of all of them; as callees apart' },
    'namespace-callers': { support: 'supported', how: '`namespaces`, and the namespace\'s pods' },
    'identity-callers': { support: 'supported', how: 'exact principal, and the pods given for it' },
    'address-callers': { support: 'supported', how: '`ipBlocks` and `ipBlock`, on ports that take plaintext' },
    anyone: { support: 'supported', how: 'any identity of the mesh on a STRICT port; no `from` on a plaintext one' },
    'source-addresses': { support: 'supported', how: '`ipBlocks` beside the identity; NetworkPolicy sees the caller\'s pods at any address' },
    tokens: { support: 'supported', how: 'RequestAuthentication, and `requestPrincipals` beside each caller; of ambient services at their waypoint' },
    'plaintext-ports': { support: 'supported', how: 'PeerAuthentication `portLevelMtls` with selector' },
    'scrapes-past-proxy': { support: 'supported', how: 'NetworkPolicy alone, by the pods of Prometheus, at ports that the sidecar does not capture' },
    'foreign-pods': { support: 'supported', how: 'what a service has, but ServiceAccount and Services; outside the mesh NetworkPolicy alone' },
    'api-server-calls': { support: 'supported', how: '`ipBlock` of its addresses in NetworkPolicy, `default/kubernetes` in Sidecar; what is asked for is RBAC\'s to decide' },
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
    'external-ca': { support: 'supported', how: '`ipBlock` in the egress of every pod with a proxy; what istio-agent sends no proxy captures' },
    'gateway-pods': { support: 'supported', how: 'NetworkPolicy, by port and address; what a client asks for is for the gateway\'s routes and the services behind it' },
    'mesh-baseline': { support: 'supported', how: 'PeerAuthentication and AuthorizationPolicy in the root namespace' },
    // https://istio.io/latest/news/releases/1.24.x/announcing-1.24/
    ambient: { support: 'supported', how: 'ztunnel reads AuthorizationPolicy by selector: identities and ports', since: [1, 24] },
    // `istio.io/ingress-use-waypoint`: https://istio.io/latest/news/releases/1.25.x/announcing-1.25/change-notes/
    waypoints: {
      support: 'supported',
      how: 'Gateway, AuthorizationPolicy bound to each Service, labels of the Service; replicas and resources in a ConfigMap',
      // `parametersRef`: https://istio.io/latest/news/releases/1.26.x/announcing-1.26/change-notes/
      since: [1, 26],
    },
    // Addresses of ServiceEntries and DNS at ztunnel by default: https://istio.io/latest/news/releases/1.25.x/announcing-1.25/upgrade-notes/
    'egress-waypoint': { support: 'supported', how: 'ServiceEntry behind a waypoint, AuthorizationPolicy bound to it', since: [1, 25] },
    'moving-services': { support: 'supported', how: 'what each of the two reads; NetworkPolicy opens the ports of both' },
    'ambient-disabled-mtls': {
      support: 'refused',
      // https://istio.io/latest/docs/ambient/usage/l4-policy/#peer-authentication
      why: 'ztunnel has no mode DISABLE and takes it for PERMISSIVE',
      repair: 'declare the port `PortMtls.permissive`',
    },
    'ambient-excluded-ports': {
      support: 'refused',
      why: 'ztunnel captures every port of a pod',
      repair: 'leave out `excludedInboundPorts`, and declare ports that take plaintext `PortMtls.permissive`',
    },
    'moving-external-callers': {
      support: 'refused',
      why: 'its sidecars would need the host beside them and its ambient pods behind the egress waypoint, and of two entries for a host each sees one',
      repair: 'move the service in one step, without `migratingFrom`',
    },
  },
};
