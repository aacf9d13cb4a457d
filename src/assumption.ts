/**
 * What a proof may rest on although no manifest shows it. Those that bear on an App are listed in every report; acknowledging one on the
 * mesh says that somebody has read it and stands by it. None of them is an error.
 */
export enum Assumption {
  /**
   * The MeshConfig has the providers that `accessLogProviders` name, and as providers of access logs. istiod passes over a name that it does not
   * know, and nothing is logged there. Not needed for `envoy`, which it has by itself, nor where the MeshConfig is among the manifests.
   */
  ACCESS_LOG_PROVIDERS_ARE_DEFINED = 'access-log-providers-are-defined',

  /** On every node istio-cni leads what ambient pods send and get through ztunnel, which enforces what istiod hands it. */
  AMBIENT_PODS_ARE_CAPTURED = 'ambient-pods-are-captured',

  /**
   * Backends do not decode `%2F`: under Istio's default path normalization `/api/..%2fadmin` passes a grant below `/api` and is
   * forwarded as it is. Not needed with `PathNormalization.DECODE_AND_MERGE_SLASHES`.
   */
  BACKENDS_DO_NOT_DECODE_SLASHES = 'backends-do-not-decode-slashes',

  /** Backends do not resolve `..`: under `PathNormalization.NONE` `/api/../admin` passes a grant below `/api`. */
  BACKENDS_DO_NOT_RESOLVE_DOT_SEGMENTS = 'backends-do-not-resolve-dot-segments',

  /** The cluster has what its distribution has unless it is told otherwise (`MeshProps.profile`): what was taken from the profile is named. */
  CLUSTER_IS_AS_ITS_PROFILE = 'cluster-is-as-its-profile',

  /** The cluster's network plugin enforces NetworkPolicy in both directions, for TCP, UDP and SCTP. */
  CNI_ENFORCES_NETWORK_POLICY = 'cni-enforces-network-policy',

  /**
   * Services of other Apps (`MeshContract`) are in the cluster as their contracts say: identity, pods, ports, waypoint. What they let in
   * and out is proved by their owners' synth. `mesh-access contracts` compares contracts with each other.
   */
  CONTRACTS_ARE_CURRENT = 'contracts-are-current',

  /**
   * ztunnel answers ambient pods that look up an external host behind the egress waypoint with the address that istiod gives it. Without
   * that such calls fail, and nothing is open.
   * See https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
   */
  EGRESS_NAMES_ARE_CAPTURED = 'egress-names-are-captured',

  /**
   * Waypoints that are somebody else's (`Waypoint.existing`) and not in the manifests run under the declared service account, stand before
   * the Services that name them, and are reached by their callers and reach the pods behind them.
   */
  EXISTING_WAYPOINTS = 'existing-waypoints',

  /**
   * NetworkPolicy opens the port of an external host without addresses to every address outside the cluster; that it is that host is
   * kept by the workload's own proxy or the egress waypoint.
   */
  EXTERNAL_HOSTS_MAY_BE_ANYWHERE = 'external-hosts-may-be-anywhere',

  /**
   * Whoever makes foreign pods (`MeshNamespace.addForeignPods`) gives them the declared labels, service account and data plane and the Kubernetes
   * Services that are named, and writes no NetworkPolicy or AuthorizationPolicy beside.
   */
  FOREIGN_PODS_ARE_AS_DECLARED = 'foreign-pods-are-as-declared',

  /**
   * Gateways that are granted requests behind a waypoint go through it, as the Service asks them to. From one that does not nothing is
   * taken. See https://istio.io/latest/docs/reference/config/labels/#IoIstioIngressUseWaypoint
   */
  GATEWAYS_USE_WAYPOINTS = 'gateways-use-waypoints',

  /** Only the mesh's certificate authority issues identities of its trust domain, each to pods that run under that service account. */
  IDENTITIES_ARE_ISSUED_BY_THE_MESH_CA = 'identities-are-issued-by-the-mesh-ca',

  /**
   * Init containers of pods whose sidecar is no native one (`MeshProps.nativeSidecars`) call nobody, although their service does: before the
   * sidecar runs they have no identity, and where istio-cni sets up the redirection no network.
   * See https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers
   */
  INIT_CONTAINERS_CALL_NOBODY = 'init-containers-call-nobody',

  /** The installed mesh has the facts that `MeshProps` states, and injects a sidecar where a namespace asks for it. */
  MESH_IS_AS_DECLARED = 'mesh-is-as-declared',

  /** Every pod of a service that moves from sidecars to ambient has a sidecar still, or is ambient already. */
  MIGRATING_PODS_HAVE_EITHER_PLANE = 'migrating-pods-have-either-plane',

  /**
   * The owner of a namespace that this App is a tenant of (`MeshNamespaceReference.contract`) applies what their contract says: default-deny
   * in both directions, STRICT mutual TLS, allow-nothing; and nothing of theirs opens pods of this App.
   */
  NAMESPACE_IS_ISOLATED_BY_ITS_OWNER = 'namespace-is-isolated-by-its-owner',

  /** Ambient namespaces that are not in the manifests (`emitNamespace: false`, `MeshNamespace.fromName`) are so, and ask for no waypoint. */
  NAMESPACES_ELSEWHERE_ARE_AMBIENT = 'namespaces-elsewhere-are-ambient',

  /** Namespaces that are not in the manifests (`emitNamespace: false`, `MeshNamespace.fromName`) ask for a sidecar as declared. */
  NAMESPACES_ELSEWHERE_INJECT = 'namespaces-elsewhere-inject',

  /**
   * Clients from outside the cluster keep their addresses when they come through Services of type NodePort or LoadBalancer, or with
   * external IPs, or through a `hostPort`, that lead to declared pods: where a node puts its own address in their place, NetworkPolicy takes
   * them for the node, which always reaches its own pods.
   * See https://kubernetes.io/docs/tutorials/services/source-ip/
   */
  NODE_PORTS_KEEP_CLIENT_ADDRESSES = 'node-ports-keep-client-addresses',

  /** What runs on a pod's own node, the kubelet's probes among it, reaches the pod whatever NetworkPolicy says. */
  NODE_TRAFFIC_REACHES_PODS = 'node-traffic-reaches-pods',

  /**
   * No policy that the manifests do not hold keeps anybody from what is at an early `RolloutStage`: what is not enforced yet is allowed
   * explicitly, which would open it. Give the proof what is in the cluster with `MeshProps.existingManifests`.
   */
  NOTHING_ELSE_WAS_CLOSED = 'nothing-else-was-closed',

  /** On ports that no proxy guards a pod is who its namespace and labels say: whoever may create pods there may pose as a caller. */
  POD_LABELS_ARE_TRUSTED = 'pod-labels-are-trusted',

  /** Pods that are not in the App carry exactly the declared labels and run under the declared service account. */
  PODS_DEPLOYED_ELSEWHERE = 'pods-deployed-elsewhere',

  /**
   * Nothing but a pod's own node sends from the addresses that istio-cni gives the kubelet's probes of ambient pods, which go around
   * ztunnel. See https://istio.io/latest/docs/ambient/usage/networkpolicy/
   */
  PROBES_COME_FROM_NODES = 'probes-come-from-nodes',

  /**
   * Sidecars take HBONE (port 15008) from ambient callers: the mesh is installed with ambient support (`ENABLE_HBONE` in the sidecars'
   * proxy metadata, as profile `ambient` has it). Without it an ambient caller dials the application's port, which NetworkPolicy refuses.
   */
  SIDECARS_TAKE_HBONE = 'sidecars-take-hbone',

  /**
   * istiod can fetch the keys of issuers whose keys are at a URI (`JwtIssuer.withKeysAt`), hands them to the proxies, and gets those of the
   * issuer: it is installed with `PILOT_JWT_ENABLE_REMOTE_JWKS` off, as by default. Where it cannot, no token of theirs is accepted, and
   * nothing is open.
   */
  TOKEN_KEYS_ARE_FETCHED = 'token-keys-are-fetched',

  /**
   * Objects of kinds that are not understood, and endpoints and machines that others write, open nothing. Such as may undo what is enforced at
   * declared pods refute the proof all the same, until each is stood by under its name (`Mesh.acknowledgeObject`).
   */
  UNREAD_OBJECTS = 'unread-objects',

  /**
   * Waypoints send on what they let in, to the Service or host that was dialled, and nothing else: behind them their identity stands for
   * their callers'.
   */
  WAYPOINTS_ARE_FAITHFUL = 'waypoints-are-faithful',
}
