import type { Kind, Labels, Protocol } from './object';

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

export interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: IpBlock;
}

export interface NetworkPolicyPort {
  readonly protocol?: Protocol;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface NetworkPolicyIngressRule {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicyEgressRule {
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly NetworkPolicyIngressRule[];
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

export interface IngressBackend {
  /** Left out: something else than a Service. */
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

/** Which Services it leads to; whom it lets in is read by nobody here. */
export interface Ingress extends Kind<'networking.k8s.io/v1', 'Ingress'> {
  readonly spec?: {
    readonly defaultBackend?: IngressBackend;
    readonly rules?: readonly { readonly http?: { readonly paths: readonly { readonly backend: IngressBackend }[] } }[];
  };
}

export interface NetworkPolicy extends Kind<'networking.k8s.io/v1', 'NetworkPolicy'> {
  readonly spec: NetworkPolicySpec;
}
