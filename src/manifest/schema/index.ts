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

/**
 * Every kind that is read, by `group/kind`, each in its own file. What reads a kind is asked for when the first object of it is there: a package
 * evaluates no other.
 */
export const READERS: Readonly<Record<string, () => readonly KindReader[]>> = {
  '/Namespace': () => [namespace],
  '/ConfigMap': () => [configMap],
  '/ServiceAccount': () => [serviceAccount],
  '/Service': () => [service],
  '/Pod': () => workloads,
  'apps/Deployment': () => workloads,
  'apps/ReplicaSet': () => workloads,
  'apps/StatefulSet': () => workloads,
  'apps/DaemonSet': () => workloads,
  'batch/Job': () => workloads,
  'batch/CronJob': () => workloads,
  'argoproj.io/Rollout': () => workloads,
  'networking.k8s.io/NetworkPolicy': () => [networkPolicy],
  'security.istio.io/PeerAuthentication': () => [peerAuthentication],
  'security.istio.io/AuthorizationPolicy': () => [authorizationPolicy],
  'security.istio.io/RequestAuthentication': () => [requestAuthentication],
  'networking.istio.io/Sidecar': () => [sidecar],
  'networking.istio.io/ServiceEntry': () => [serviceEntry],
  'networking.istio.io/DestinationRule': () => [destinationRule],
  'networking.istio.io/WorkloadEntry': () => [workloadEntry],
  'networking.istio.io/WorkloadGroup': () => [workloadGroup],
  'discovery.k8s.io/EndpointSlice': () => [endpointSlice],
  '/Endpoints': () => [endpoints],
  'networking.istio.io/VirtualService': () => [virtualService],
  'telemetry.istio.io/Telemetry': () => [telemetry],
  'gateway.networking.k8s.io/Gateway': () => [gateway],
  'networking.istio.io/Gateway': () => [istioGateway],
  'gateway.networking.k8s.io/HTTPRoute': () => gatewayRoutes,
  'gateway.networking.k8s.io/GRPCRoute': () => gatewayRoutes,
  'gateway.networking.k8s.io/TCPRoute': () => gatewayRoutes,
  'gateway.networking.k8s.io/TLSRoute': () => gatewayRoutes,
  'gateway.networking.k8s.io/ReferenceGrant': () => [referenceGrant],
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': () => webhookConfigurations,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': () => webhookConfigurations,
  'apiextensions.k8s.io/CustomResourceDefinition': () => [customResourceDefinition],
  'apiregistration.k8s.io/APIService': () => [apiService],
  'networking.k8s.io/Ingress': () => [ingress],
};
