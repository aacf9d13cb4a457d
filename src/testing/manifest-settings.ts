import type { OutboundTrafficPolicy, PathNormalization, Platform } from '../mesh-facts';

/** What the installed mesh is, for manifests that come without a `Mesh` to say so. */
export interface ManifestSettings {
  /**
   * What enforces the manifests.
   *
   * @default Platform.ISTIO
   */
  readonly platform?: Platform;

  /**
   * Trust domain of the mesh's identities.
   *
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;

  /**
   * Former or further trust domains that the mesh treats as its own.
   *
   * @default - none
   */
  readonly trustDomainAliases?: string[];

  /**
   * Namespace whose policies hold for the whole mesh.
   *
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;

  /**
   * How the mesh rewrites paths before it compares them.
   *
   * @default PathNormalization.BASE
   */
  readonly pathNormalization?: PathNormalization;

  /**
   * What sidecars without a scope of their own do with destinations nobody declared.
   *
   * @default OutboundTrafficPolicy.ALLOW_ANY
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
}
