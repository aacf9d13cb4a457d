import type { AcknowledgedPolicyModel } from './listed';
import type { AccessModel } from './model';

/**
 * Kinds of policy by which somebody else may open more than is declared, with their API groups. Each can be thought away, and what is left still
 * says who may call whom; nobody's pods, Services, namespaces or identities are among them.
 */
export const OPENING_KINDS = {
  AuthorizationPolicy: 'security.istio.io',
  DestinationRule: 'networking.istio.io',
  NetworkPolicy: 'networking.k8s.io',
  PeerAuthentication: 'security.istio.io',
  RequestAuthentication: 'security.istio.io',
  ServiceEntry: 'networking.istio.io',
  Sidecar: 'networking.istio.io',
  VirtualService: 'networking.istio.io',
} as const;

export type OpeningKind = keyof typeof OPENING_KINDS;

export function isOpeningKind(kind: string): kind is OpeningKind {
  return Object.hasOwn(OPENING_KINDS, kind);
}

/** `NetworkPolicy shop/redis`. */
export function policyName({ kind, namespace, name }: Pick<AcknowledgedPolicyModel, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`;
}

/** Services that one of these may open, by id: those of its namespace, or all. */
export function withinReach({ kind, namespace }: Pick<AcknowledgedPolicyModel, 'kind' | 'namespace'>, { mesh, services }: AccessModel): string[] {
  const isMeshWide = MESH_WIDE.has(kind) || (kind !== 'NetworkPolicy' && namespace === mesh.rootNamespace);
  return services.filter((s) => isMeshWide || s.namespace === namespace).map(({ id }) => id);
}

/** What proxies of every namespace may follow. */
const MESH_WIDE: ReadonlySet<OpeningKind> = new Set(['DestinationRule', 'ServiceEntry', 'VirtualService']);

/** `networking.k8s.io` of `networking.k8s.io/v1`; of `v1` nothing. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
