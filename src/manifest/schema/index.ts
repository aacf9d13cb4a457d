import type { KindReader } from './kind';
import { apiService } from './api-service';
import { authorizationPolicy } from './authorization-policy';
import { configMap } from './config-map';
import { customResourceDefinition } from './custom-resource-definition';
import { destinationRule } from './destination-rule';
import { endpointSlice } from './endpoint-slice';
import { endpoints } from './endpoints';
import { gateway } from './gateway';
import { gatewayRoutes } from './gateway-route';
import { ingress } from './ingress';
import { istioGateway } from './istio-gateway';
import { namespace } from './namespace';
import { networkPolicy } from './network-policy';
import { peerAuthentication } from './peer-authentication';
import { referenceGrant } from './reference-grant';
import { requestAuthentication } from './request-authentication';
import { service } from './service';
import { serviceAccount } from './service-account';
import { serviceEntry } from './service-entry';
import { sidecar } from './sidecar';
import { telemetry } from './telemetry';
import { virtualService } from './virtual-service';
import { webhookConfigurations } from './webhook-configuration';
import { workloads } from './workload';
import { workloadEntry } from './workload-entry';
import { workloadGroup } from './workload-group';

/** Every kind that is read, each in its own file. */
export const KINDS: readonly KindReader[] = [
  namespace, configMap, serviceAccount, service, ...workloads, networkPolicy,
  peerAuthentication, authorizationPolicy, requestAuthentication,
  sidecar, serviceEntry, destinationRule, workloadEntry, workloadGroup, endpointSlice, endpoints,
  virtualService, telemetry,
  gateway, istioGateway, ...gatewayRoutes, referenceGrant,
  ...webhookConfigurations, customResourceDefinition, apiService, ingress,
];
