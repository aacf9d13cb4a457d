import type { Labels } from './labels';
import type { AgentsModel, DataPlaneName } from './mesh';
import type { ServiceId } from './service';

/** The pods of a caller from outside the App; `labels` empty: the whole namespace, declared on purpose. */
export interface CallerPodsModel {
  readonly namespace: string;
  readonly labels: Labels;
  /** The whole namespace was meant; every report lists it. */
  readonly wholeNamespace: boolean;
}

export type CallerModel
  = | { readonly kind: 'service'; readonly service: ServiceId }
    | { readonly kind: 'namespace'; readonly namespace: string }
    | {
      readonly kind: 'identity';
      /** What it is called in reports. */
      readonly role: 'ingress-gateway' | 'prometheus' | 'spiffe';
      /** `cluster.local/ns/istio-ingress/sa/edge`. */
      readonly principal: string;
      /** Undefined only where no NetworkPolicy is emitted for the edge. */
      readonly pods?: CallerPodsModel;
      /** Of its pods; left out: the callee's, except that a gateway is a proxy of its own. */
      readonly dataPlane?: DataPlaneName;
      /** `false`: a gateway that dials pods, whatever their Service says. */
      readonly usesWaypoints?: boolean;
    }
  /** Callers without a mesh identity: addresses only. */
    | {
      readonly kind: 'addresses';
      readonly role: AddressRole;
      readonly cidrs: readonly string[];
      readonly except: readonly string[];
      /** Pods that call in their place, and have these addresses like others; left out: they call themselves. */
      readonly agents?: AgentsModel;
    }
    | { readonly kind: 'anyone'; readonly reason: string };

/** What somebody is who is known by address: of all but `cidr` the cluster's facts say where. */
export type AddressRole = 'api-server' | 'cidr' | 'kubelet' | 'load-balancer' | 'nodes';
