/** Platform that enforces access. */
export enum Platform {
  /** Istio, with NetworkPolicy beneath it. */
  ISTIO = 'istio',
  /** NetworkPolicy alone, without identities and HTTP rules. What it cannot express is an error. */
  KUBERNETES = 'kubernetes',
}

/**
 * How the mesh normalizes paths before it compares them (`meshConfig.pathNormalization`).
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization
 */
export enum PathNormalization {
  /** No normalization: `/api/../admin` matches `/api/*`. */
  NONE = 'NONE',
  /** Istio's default: resolves dot segments, `\` and unnecessarily encoded characters; `//` and `%2F` stay. */
  BASE = 'BASE',
  /** In addition, `//` becomes `/`. */
  MERGE_SLASHES = 'MERGE_SLASHES',
  /** In addition, `%2F` and `%5C` become `/`. Closes `/api/..%2fadmin`; backends then receive the normalized path. */
  DECODE_AND_MERGE_SLASHES = 'DECODE_AND_MERGE_SLASHES',
}

/**
 * How sidecars without a Sidecar object handle destinations that nobody declared (`meshConfig.outboundTrafficPolicy`).
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy-Mode
 */
export enum OutboundTrafficPolicy {
  /** Istio's default: the calls are forwarded. */
  ALLOW_ANY = 'ALLOW_ANY',
  /** The calls are refused. */
  REGISTRY_ONLY = 'REGISTRY_ONLY',
}

/** A Service that every proxy must be able to reach for its own purposes: tracing, access logs, external authorization. */
export interface ProxyHost {
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Name of the Service. */
  readonly service: string;
  /** Target port of the Service's pods. */
  readonly port: number;
  /** Labels of the Service's pods. */
  readonly podLabels: Record<string, string>;
  /** Why proxies need it, shown in every report. */
  readonly reason: string;
}
