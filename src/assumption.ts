/**
 * A condition that a proof may rely on although no manifest shows it. Every report lists the assumptions that matter for the App.
 * Acknowledging one on the mesh means that somebody has read it and confirms that it holds. None of them is an error.
 */
export enum Assumption {
  /**
   * The MeshConfig defines the providers named in `accessLogProviders`, as access log providers. istiod ignores a name that it does not know,
   * and nothing is logged there. Not needed for `envoy`, which istiod defines itself, nor if the MeshConfig is among the manifests.
   */
  ACCESS_LOG_PROVIDERS_ARE_DEFINED = 'access-log-providers-are-defined',

  /**
   * On every node istio-cni redirects all traffic from and to ambient pods through ztunnel, and ztunnel enforces the policies that istiod
   * sends it.
   */
  AMBIENT_PODS_ARE_CAPTURED = 'ambient-pods-are-captured',

  /**
   * Backends do not decode `%2F`: under Istio's default path normalization `/api/..%2fadmin` matches a grant below `/api` and is forwarded
   * unchanged. Not needed with `PathNormalization.DECODE_AND_MERGE_SLASHES`.
   */
  BACKENDS_DO_NOT_DECODE_SLASHES = 'backends-do-not-decode-slashes',

  /** Backends do not resolve `..`: under `PathNormalization.NONE` `/api/../admin` matches a grant below `/api`. */
  BACKENDS_DO_NOT_RESOLVE_DOT_SEGMENTS = 'backends-do-not-resolve-dot-segments',

  /** The cluster has the defaults of its distribution (`MeshProps.profile`). Reports list the values that were taken from the profile. */
  CLUSTER_IS_AS_ITS_PROFILE = 'cluster-is-as-its-profile',

  /** The cluster's network plugin enforces NetworkPolicy in both directions, for TCP, UDP and SCTP. */
  CNI_ENFORCES_NETWORK_POLICY = 'cni-enforces-network-policy',

  /**
   * Services of other Apps (`MeshContract`) run in the cluster as their contracts state: identity, pods, ports, waypoint. What they allow in
   * and out is proved by their owners' synth. `mesh-access contracts` compares contracts with each other.
   */
  CONTRACTS_ARE_CURRENT = 'contracts-are-current',

  /**
   * When an ambient pod resolves an external host behind the egress waypoint, ztunnel answers with the address that istiod allocated to the
   * host. If it does not, such calls fail, and nothing is opened. See
   * https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
   */
  EGRESS_NAMES_ARE_CAPTURED = 'egress-names-are-captured',

  /**
   * Waypoints that belong to somebody else (`Waypoint.existing`) and are not in the manifests run under the declared service account, are in
   * front of the Services that name them, can be reached by their callers, and can reach the pods behind them.
   */
  EXISTING_WAYPOINTS = 'existing-waypoints',

  /**
   * For an external host without addresses NetworkPolicy opens the port to every address outside the cluster. Only the workload's own proxy
   * or the egress waypoint restricts the traffic to that host.
   */
  EXTERNAL_HOSTS_MAY_BE_ANYWHERE = 'external-hosts-may-be-anywhere',

  /**
   * Whoever creates foreign pods (`MeshNamespace.addForeignPods`) gives them the declared labels, service account and data plane and the
   * named Kubernetes Services, and creates no additional NetworkPolicy or AuthorizationPolicy.
   */
  FOREIGN_PODS_ARE_AS_DECLARED = 'foreign-pods-are-as-declared',

  /**
   * Gateways that are granted requests behind a waypoint send them through that waypoint, as the Service's label asks. Requests from a
   * gateway that does not are refused. See https://istio.io/latest/docs/reference/config/labels/#IoIstioIngressUseWaypoint
   */
  GATEWAYS_USE_WAYPOINTS = 'gateways-use-waypoints',

  /**
   * Only the mesh's certificate authority issues identities of its trust domain, each only to pods that run under the corresponding service
   * account.
   */
  IDENTITIES_ARE_ISSUED_BY_THE_MESH_CA = 'identities-are-issued-by-the-mesh-ca',

  /**
   * Init containers of pods whose sidecar is not native (`MeshProps.nativeSidecars`) make no calls, although their service does: before the
   * sidecar runs they have no identity and, where istio-cni sets up the redirection, no network. See
   * https://istio.io/latest/docs/setup/additional-setup/cni/#compatibility-with-application-init-containers
   */
  INIT_CONTAINERS_CALL_NOBODY = 'init-containers-call-nobody',

  /** The installed mesh is configured as `MeshProps` states, and injects a sidecar where a namespace asks for it. */
  MESH_IS_AS_DECLARED = 'mesh-is-as-declared',

  /** Every pod of a service that moves from sidecars to ambient either still has a sidecar or is already ambient. */
  MIGRATING_PODS_HAVE_EITHER_PLANE = 'migrating-pods-have-either-plane',

  /**
   * The owner of a namespace that this App shares as a tenant (`MeshNamespaceReference.contract`) applies what the contract states:
   * default-deny in both directions, STRICT mutual TLS, allow-nothing; and no object of the owner opens pods of this App.
   */
  NAMESPACE_IS_ISOLATED_BY_ITS_OWNER = 'namespace-is-isolated-by-its-owner',

  /**
   * Namespaces declared as ambient that are not in the manifests (`emitNamespace: false`, `MeshNamespace.fromName`) are ambient, and do not
   * set a waypoint.
   */
  NAMESPACES_ELSEWHERE_ARE_AMBIENT = 'namespaces-elsewhere-are-ambient',

  /** Namespaces that are not in the manifests (`emitNamespace: false`, `MeshNamespace.fromName`) request sidecar injection as declared. */
  NAMESPACES_ELSEWHERE_INJECT = 'namespaces-elsewhere-inject',

  /**
   * Clients from outside the cluster keep their source addresses when they reach declared pods through a Service of type NodePort or
   * LoadBalancer, through external IPs, or through a `hostPort`. If a node replaces the source address with its own, NetworkPolicy treats the
   * client as the node, and a node can always reach its own pods. See https://kubernetes.io/docs/tutorials/services/source-ip/
   */
  NODE_PORTS_KEEP_CLIENT_ADDRESSES = 'node-ports-keep-client-addresses',

  /** Everything that runs on a pod's own node, including the kubelet's probes, reaches the pod whatever NetworkPolicy says. */
  NODE_TRAFFIC_REACHES_PODS = 'node-traffic-reaches-pods',

  /**
   * No policy outside the manifests restricts access to anything that is at an early `RolloutStage`: what is not enforced yet is allowed
   * explicitly, which would lift such a restriction. Show the proof what is in the cluster with `MeshProps.existingManifests`.
   */
  NOTHING_ELSE_WAS_CLOSED = 'nothing-else-was-closed',

  /**
   * On ports that no proxy guards, a pod is identified by its namespace and labels alone: whoever may create pods in that namespace can
   * impersonate a caller.
   */
  POD_LABELS_ARE_TRUSTED = 'pod-labels-are-trusted',

  /** Pods that are not in the App carry exactly the declared labels and run under the declared service account. */
  PODS_DEPLOYED_ELSEWHERE = 'pods-deployed-elsewhere',

  /**
   * Only a pod's own node sends from the addresses that istio-cni assigns to the kubelet's probes of ambient pods; these probes bypass
   * ztunnel. See https://istio.io/latest/docs/ambient/usage/networkpolicy/
   */
  PROBES_COME_FROM_NODES = 'probes-come-from-nodes',

  /**
   * Sidecars accept HBONE (port 15008) from ambient callers: the mesh is installed with ambient support (`ENABLE_HBONE` in the sidecars'
   * proxy metadata, as in profile `ambient`). Without it an ambient caller dials the application's port, which NetworkPolicy refuses.
   */
  SIDECARS_TAKE_HBONE = 'sidecars-take-hbone',

  /**
   * istiod can fetch the keys of issuers whose keys are at a URI (`JwtIssuer.withKeysAt`), receives the issuer's own keys, and sends them to
   * the proxies: it is installed with `PILOT_JWT_ENABLE_REMOTE_JWKS` off, which is the default. If it cannot fetch the keys, no token of
   * these issuers is accepted, and nothing is opened.
   */
  TOKEN_KEYS_ARE_FETCHED = 'token-keys-are-fetched',

  /**
   * Objects of kinds that are not evaluated, and endpoints and machines that others register, open nothing. Those that may undo what is
   * enforced at declared pods still refute the proof, until each is acknowledged by name (`Mesh.acknowledgeObject`).
   */
  UNREAD_OBJECTS = 'unread-objects',

  /**
   * Waypoints forward what they allow to the Service or host that was dialled, and send nothing else: behind a waypoint its identity stands
   * for its callers'.
   */
  WAYPOINTS_ARE_FAITHFUL = 'waypoints-are-faithful',
}
