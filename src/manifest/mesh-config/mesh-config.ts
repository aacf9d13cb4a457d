import type { LabelSelector } from '../kinds';

export type PathNormalization = 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/** How an authorizer is asked; one by HTTP cannot be asked about TCP connections. */
export type AuthorizerProtocol = 'grpc' | 'http';

/** Whom a mesh can report to, and to whom it does where no Telemetry says otherwise. */
export interface Reporting {
  /** Those of `extensionProviders`, by name, and of which kind they are, `envoyFileAccessLog`. Left out: nobody says. */
  readonly kinds?: Readonly<Record<string, string>>;
  /** Of `defaultProviders`. Left out: nobody. */
  readonly accessLogging?: readonly string[];
  readonly metrics?: readonly string[];
}

/**
 * What we read of MeshConfig. Left out: it does not say.
 *
 * https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
 */
export interface MeshConfig {
  readonly trustDomain?: string;
  readonly trustDomainAliases?: readonly string[];
  readonly rootNamespace?: string;
  readonly pathNormalization?: PathNormalization;
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  readonly enableAutoMtls?: boolean;
  /** Of `extensionProviders`, those that a CUSTOM policy can name. */
  readonly authorizers: Readonly<Record<string, AuthorizerProtocol>>;
  /** One is enough. Without any istiod watches all namespaces. */
  readonly discoverySelectors: readonly LabelSelector[];
  readonly defaultServiceExportTo?: readonly string[];
  readonly defaultVirtualServiceExportTo?: readonly string[];
  readonly defaultDestinationRuleExportTo?: readonly string[];
  /** Of `defaultConfig.gatewayTopology`: how many proxies stand before gateways that say for whom they ask. */
  readonly numTrustedProxies?: number;
  /** Whom proxies report to. It is no matter of who reaches whom. */
  readonly reporting: Reporting;
  /** Keys that may change who reaches whom and that nobody here understands. */
  readonly unread: readonly string[];
}
