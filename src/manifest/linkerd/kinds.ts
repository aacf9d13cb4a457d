import type { LabelSelector, Metadata } from '../kinds';
import type { RouteReference } from '../route-kinds';

// Linkerd's policies, as far as the audit asks: kinds of theirs have the names of Istio's and of the Gateway API.

export const LINKERD_GROUP = 'policy.linkerd.io';
/** Of what is read of it. */
export const LINKERD_CONCERN = 'allows or denies traffic in the mesh of Linkerd, which is not evaluated';

interface Kind<K extends string> {
  readonly apiVersion: string;
  readonly kind: K;
  readonly metadata: Metadata;
}

export interface LinkerdRef {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface LinkerdNetwork {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** A port of pods of its namespace. */
export interface LinkerdServer extends Kind<'Server'> {
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly externalWorkloadSelector?: LabelSelector;
    readonly port: number | string;
    readonly proxyProtocol?: string;
    /** Left out: `deny`. */
    readonly accessPolicy?: string;
  };
}

export interface LinkerdServerAuthorization extends Kind<'ServerAuthorization'> {
  readonly spec: {
    readonly server: { readonly name?: string; readonly selector?: LabelSelector };
    readonly client: {
      readonly networks?: readonly LinkerdNetwork[];
      readonly unauthenticated?: boolean;
      readonly meshTLS?: {
        readonly unauthenticatedTLS?: boolean;
        readonly identities?: readonly string[];
        readonly serviceAccounts?: readonly { readonly name: string; readonly namespace?: string }[];
      };
    };
  };
}

export interface LinkerdAuthorizationPolicy extends Kind<'AuthorizationPolicy'> {
  readonly spec: {
    readonly targetRef: LinkerdRef;
    /** All of them; an empty list is everybody. */
    readonly requiredAuthenticationRefs: readonly LinkerdRef[];
  };
}

export interface LinkerdMeshTlsAuthentication extends Kind<'MeshTLSAuthentication'> {
  readonly spec: { readonly identities?: readonly string[]; readonly identityRefs?: readonly (Omit<LinkerdRef, 'name'> & { readonly name?: string })[] };
}

export interface LinkerdNetworkAuthentication extends Kind<'NetworkAuthentication'> {
  readonly spec: { readonly networks: readonly LinkerdNetwork[] };
}

export interface LinkerdHttpRoute extends Kind<'HTTPRoute'> {
  readonly spec: {
    readonly parentRefs?: readonly RouteReference[];
    readonly rules?: readonly { readonly matches?: readonly Readonly<Record<string, unknown>>[] }[];
  };
}

export type LinkerdObject
  = | LinkerdServer | LinkerdServerAuthorization | LinkerdAuthorizationPolicy | LinkerdMeshTlsAuthentication | LinkerdNetworkAuthentication
    | LinkerdHttpRoute;
