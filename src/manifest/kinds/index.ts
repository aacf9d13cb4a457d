/**
 * The Kubernetes and Istio objects we write and read, with the field names of their APIs.
 *
 * Narrow on purpose: a key that is not here cannot be written by a renderer, and the reader refuses it.
 */

import type { EndpointSlice, Endpoints, WorkloadEntry, WorkloadGroup } from '../endpoint-kinds';
import type { GatewayRoute, IstioGateway, ReferenceGrant, VirtualService } from '../route-kinds';
import type { ConfigMap, Namespace, Service, ServiceAccount, Workload } from './core';
import type { Gateway } from './gateway';
import type { Ingress, NetworkPolicy } from './network-policy';
import type { DestinationRule, ServiceEntry, Sidecar } from './networking';
import type { APIService, CustomResourceDefinition, WebhookConfiguration } from './registration';
import type { AuthorizationPolicy, PeerAuthentication, RequestAuthentication } from './security';
import type { Telemetry } from './telemetry';

export type * from './object';
export type * from './core';
export type * from './network-policy';
export type * from './security';
export type * from './networking';
export type * from './telemetry';
export type * from './gateway';
export type * from './registration';
export { WORKLOAD_KINDS } from './core';
export { isGatewayApi } from './gateway';
export { WEBHOOK_KINDS } from './registration';

export type KnownObject
  = | Namespace | ConfigMap | Gateway | IstioGateway | ReferenceGrant | ServiceAccount | Service | Workload | NetworkPolicy
    | PeerAuthentication | AuthorizationPolicy | RequestAuthentication
    | Sidecar | ServiceEntry | DestinationRule | VirtualService | GatewayRoute | Telemetry | WebhookConfiguration
    | CustomResourceDefinition | APIService | Ingress
    | EndpointSlice | Endpoints | WorkloadEntry | WorkloadGroup;
