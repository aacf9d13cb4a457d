/**
 * What a proof may rest on although no manifest shows it. Those that bear on an App are listed in every report; acknowledging one on the
 * mesh says that somebody has read it and stands by it. None of them is an error.
 */
export enum Assumption {
  /**
   * Backends do not decode `%2F`: under Istio's default path normalization `/api/..%2fadmin` passes a grant below `/api` and is
   * forwarded as it is. Not needed with `PathNormalization.DECODE_AND_MERGE_SLASHES`.
   */
  BACKENDS_DO_NOT_DECODE_SLASHES = 'backends-do-not-decode-slashes',

  /** Backends do not resolve `..`: under `PathNormalization.NONE` `/api/../admin` passes a grant below `/api`. */
  BACKENDS_DO_NOT_RESOLVE_DOT_SEGMENTS = 'backends-do-not-resolve-dot-segments',

  /** The cluster's network plugin enforces NetworkPolicy in both directions, for TCP, UDP and SCTP. */
  CNI_ENFORCES_NETWORK_POLICY = 'cni-enforces-network-policy',

  /**
   * NetworkPolicy opens the port of an external host without addresses to every address outside the cluster; that it is that host is
   * kept by the workload's own proxy.
   */
  EXTERNAL_HOSTS_MAY_BE_ANYWHERE = 'external-hosts-may-be-anywhere',

  /** Only the mesh's certificate authority issues identities of its trust domain, each to pods that run under that service account. */
  IDENTITIES_ARE_ISSUED_BY_THE_MESH_CA = 'identities-are-issued-by-the-mesh-ca',

  /** The installed mesh has the facts that `MeshProps` states, and injects a sidecar where a namespace asks for it. */
  MESH_IS_AS_DECLARED = 'mesh-is-as-declared',

  /** Namespaces that are not in the manifests (`emitNamespace: false`, `MeshNamespace.fromName`) ask for a sidecar as declared. */
  NAMESPACES_ELSEWHERE_INJECT = 'namespaces-elsewhere-inject',

  /**
   * Clients from outside the cluster keep their addresses when they come through Services of type NodePort or LoadBalancer, or with
   * external IPs, that lead to declared pods: where a node puts its own address in their place, NetworkPolicy takes them for the node,
   * which always reaches its own pods.
   * See https://kubernetes.io/docs/tutorials/services/source-ip/
   */
  NODE_PORTS_KEEP_CLIENT_ADDRESSES = 'node-ports-keep-client-addresses',

  /** What runs on a pod's own node, the kubelet's probes among it, reaches the pod whatever NetworkPolicy says. */
  NODE_TRAFFIC_REACHES_PODS = 'node-traffic-reaches-pods',

  /** On ports that no proxy guards a pod is who its namespace and labels say: whoever may create pods there may pose as a caller. */
  POD_LABELS_ARE_TRUSTED = 'pod-labels-are-trusted',

  /** Pods that are not in the App carry exactly the declared labels and run under the declared service account. */
  PODS_DEPLOYED_ELSEWHERE = 'pods-deployed-elsewhere',

  /**
   * Sidecars take HBONE (port 15008) from ambient callers: the mesh is installed with ambient support (`ENABLE_HBONE` in the sidecars'
   * proxy metadata, as profile `ambient` has it). Without it an ambient caller dials the application's port, which NetworkPolicy refuses.
   */
  SIDECARS_TAKE_HBONE = 'sidecars-take-hbone',

  /** Objects of kinds that are not understood open nothing. */
  UNREAD_OBJECTS = 'unread-objects',
}
