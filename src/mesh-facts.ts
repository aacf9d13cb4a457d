/** What enforces the access. */
export enum Platform {
  /** Istio with sidecars, and NetworkPolicy under it. */
  ISTIO = 'istio',
  /** NetworkPolicy alone: no identities, no HTTP. What it cannot express is an error. */
  KUBERNETES = 'kubernetes',
}

/**
 * How the mesh rewrites paths before it compares them (`meshConfig.pathNormalization`).
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization
 */
export enum PathNormalization {
  /** Nothing is rewritten: `/api/../admin` passes `/api/*`. */
  NONE = 'NONE',
  /** Istio's default: dot segments, `\` and needlessly encoded characters are resolved; `//` and `%2F` stay. */
  BASE = 'BASE',
  /** Also `//` becomes `/`. */
  MERGE_SLASHES = 'MERGE_SLASHES',
  /** Also `%2F` and `%5C` become `/`. Closes `/api/..%2fadmin`; backends then see the rewritten path. */
  DECODE_AND_MERGE_SLASHES = 'DECODE_AND_MERGE_SLASHES',
}

/**
 * What sidecars without a scope of their own do with destinations nobody declared (`meshConfig.outboundTrafficPolicy`).
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-OutboundTrafficPolicy-Mode
 */
export enum OutboundTrafficPolicy {
  /** Istio's default: they pass. */
  ALLOW_ANY = 'ALLOW_ANY',
  /** They are refused. */
  REGISTRY_ONLY = 'REGISTRY_ONLY',
}

/** A Service that every proxy must reach on its own account: tracing, access logs, external authorization. */
export interface ProxyHost {
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Name of the Service. */
  readonly service: string;
  /** Target port of its pods. */
  readonly port: number;
  /** Labels of its pods. */
  readonly podLabels: Record<string, string>;
  /** What the proxies need it for; stands in every report. */
  readonly reason: string;
}
