import type { Golden } from './golden';
import * as accessLogEverywhere from './access-log-everywhere/app';
import * as acknowledgedPolicies from './acknowledged-policies/app';
import * as adoptedAmbient from './adopted-ambient/app';
import * as adoptedCanary from './adopted-canary/app';
import * as adoptedDaemonsetJobPod from './adopted-daemonset-job-pod/app';
import * as adoptedDeployment from './adopted-deployment/app';
import * as adoptedInclude from './adopted-include/app';
import * as adoptedOutsideTheMesh from './adopted-outside-the-mesh/app';
import * as adoptedPeers from './adopted-peers/app';
import * as adoptedProbes from './adopted-probes/app';
import * as adoptedRollout from './adopted-rollout/app';
import * as adoptedStatefulsetCronjob from './adopted-statefulset-cronjob/app';
import * as aksProfile from './aks-profile/app';
import * as ambientAndSidecars from './ambient-and-sidecars/app';
import * as ambientEgress from './ambient-egress/app';
import * as ambientExistingWaypoint from './ambient-existing-waypoint/app';
import * as ambientGateway from './ambient-gateway/app';
import * as ambientGatewayPods from './ambient-gateway-pods/app';
import * as ambientHeadlessAndAnyone from './ambient-headless-and-anyone/app';
import * as ambientHeadlessFromSidecars from './ambient-headless-from-sidecars/app';
import * as ambientL4 from './ambient-l4/app';
import * as ambientMigration from './ambient-migration/app';
import * as ambientSourceCidr from './ambient-source-cidr/app';
import * as ambientWaypoint from './ambient-waypoint/app';
import * as anyone from './anyone/app';
import * as apiDocuments from './api-documents/app';
import * as apiServerCalls from './api-server-calls/app';
import * as apiServerConversionAndAggregation from './api-server-conversion-and-aggregation/app';
import * as apiServerThroughAgents from './api-server-through-agents/app';
import * as apiServerWebhook from './api-server-webhook/app';
import * as baselineDenyByDefault from './baseline-deny-by-default/app';
import * as baselineStrict from './baseline-strict/app';
import * as breakGlass from './break-glass/app';
import * as breakGlassAmbient from './break-glass-ambient/app';
import * as cidrCaller from './cidr-caller/app';
import * as cloudMetadata from './cloud-metadata/app';
import * as cloudMetadataAmbient from './cloud-metadata-ambient/app';
import * as consentBoth from './consent-both/app';
import * as customTrustDomain from './custom-trust-domain/app';
import * as deliveryAdopted from './delivery-adopted/app';
import * as deliveryArgoCd from './delivery-argo-cd/app';
import * as deliveryFlux from './delivery-flux/app';
import * as deployedElsewhere from './deployed-elsewhere/app';
import * as eksLoadBalancerAndNodes from './eks-load-balancer-and-nodes/app';
import * as exceptions from './exceptions/app';
import * as exceptionsExpired from './exceptions-expired/app';
import * as existingWorkloadCdk8sPlus from './existing-workload-cdk8s-plus/app';
import * as externalCa from './external-ca/app';
import * as externalHttps from './external-https/app';
import * as externalTcpAddresses from './external-tcp-addresses/app';
import * as foreignPods from './foreign-pods/app';
import * as foreignPodsAmbient from './foreign-pods-ambient/app';
import * as gatewayPods from './gateway-pods/app';
import * as genericProfile from './generic-profile/app';
import * as gkeLoadBalancer from './gke-load-balancer/app';
import * as grpc from './grpc/app';
import * as guardrails from './guardrails/app';
import * as guardrailsPhi from './guardrails-phi/app';
import * as headerCondition from './header-condition/app';
import * as headless from './headless/app';
import * as hosts from './hosts/app';
import * as httpExact from './http-exact/app';
import * as httpUnderTemplatePrefix from './http-under-template-prefix/app';
import * as identityMigration from './identity-migration/app';
import * as identityMigrationTogether from './identity-migration-together/app';
import * as importedCallee from './imported-callee/app';
import * as importedCaller from './imported-caller/app';
import * as ingressGateway from './ingress-gateway/app';
import * as jwtClaims from './jwt-claims/app';
import * as jwtGateway from './jwt-gateway/app';
import * as jwtGatewayApi from './jwt-gateway-api/app';
import * as jwtKeysAtUri from './jwt-keys-at-uri/app';
import * as jwtSidecar from './jwt-sidecar/app';
import * as jwtWaypoint from './jwt-waypoint/app';
import * as kindProfile from './kind-profile/app';
import * as kubernetesGatewayPods from './kubernetes-gateway-pods/app';
import * as kubernetesPlatform from './kubernetes-platform/app';
import * as loadBalancerToPods from './load-balancer-to-pods/app';
import * as methodsAndHeaders from './methods-and-headers/app';
import * as mutatingWebhook from './mutating-webhook/app';
import * as namespaceCaller from './namespace-caller/app';
import * as noCallers from './no-callers/app';
import * as nodeLocalDns from './node-local-dns/app';
import * as openshiftProfile from './openshift-profile/app';
import * as patchedObject from './patched-object/app';
import * as permissivePort from './permissive-port/app';
import * as prometheus from './prometheus/app';
import * as proxyHosts from './proxy-hosts/app';
import * as quarantine from './quarantine/app';
import * as quarantineAmbient from './quarantine-ambient/app';
import * as quarantineKubernetes from './quarantine-kubernetes/app';
import * as revisionInjection from './revision-injection/app';
import * as roles from './roles/app';
import * as rolloutAccessLog from './rollout-access-log/app';
import * as rolloutAmbientAuthorization from './rollout-ambient-authorization/app';
import * as rolloutAmbientObserve from './rollout-ambient-observe/app';
import * as rolloutAuthorization from './rollout-authorization/app';
import * as rolloutBreakGlass from './rollout-break-glass/app';
import * as rolloutEgressScope from './rollout-egress-scope/app';
import * as rolloutMetrics from './rollout-metrics/app';
import * as rolloutMixed from './rollout-mixed/app';
import * as rolloutMutualTls from './rollout-mutual-tls/app';
import * as rolloutNetworkPolicy from './rollout-network-policy/app';
import * as rolloutObserve from './rollout-observe/app';
import * as rolloutPilot from './rollout-pilot/app';
import * as rolloutPoliciesKept from './rollout-policies-kept/app';
import * as rolloutTenant from './rollout-tenant/app';
import * as scrapes from './scrapes/app';
import * as severalPortsAndServices from './several-ports-and-services/app';
import * as sharedIdentity from './shared-identity/app';
import * as sharedIdentityAmbient from './shared-identity-ambient/app';
import * as sourceCidr from './source-cidr/app';
import * as statefulsetPeers from './statefulset-peers/app';
import * as targetPortDiffers from './target-port-differs/app';
import * as tcp from './tcp/app';
import * as tenantOfANamespace from './tenant-of-a-namespace/app';
import * as trustDomainMigration from './trust-domain-migration/app';
import * as twoNamespaces from './two-namespaces/app';
import * as udpL4 from './udp-l4/app';
import * as webhookConfiguration from './webhook-configuration/app';
import * as wholeNamespaceCaller from './whole-namespace-caller/app';

/** Every case by the name of its folder; the runner checks that none is missing. */
export const cases: Readonly<Record<string, Golden>> = {
  'access-log-everywhere': accessLogEverywhere,
  'acknowledged-policies': acknowledgedPolicies,
  'adopted-ambient': adoptedAmbient,
  'adopted-canary': adoptedCanary,
  'adopted-daemonset-job-pod': adoptedDaemonsetJobPod,
  'adopted-deployment': adoptedDeployment,
  'adopted-include': adoptedInclude,
  'adopted-outside-the-mesh': adoptedOutsideTheMesh,
  'adopted-peers': adoptedPeers,
  'adopted-probes': adoptedProbes,
  'adopted-rollout': adoptedRollout,
  'adopted-statefulset-cronjob': adoptedStatefulsetCronjob,
  'aks-profile': aksProfile,
  'ambient-and-sidecars': ambientAndSidecars,
  'ambient-egress': ambientEgress,
  'ambient-existing-waypoint': ambientExistingWaypoint,
  'ambient-gateway': ambientGateway,
  'ambient-gateway-pods': ambientGatewayPods,
  'ambient-headless-and-anyone': ambientHeadlessAndAnyone,
  'ambient-headless-from-sidecars': ambientHeadlessFromSidecars,
  'ambient-l4': ambientL4,
  'ambient-migration': ambientMigration,
  'ambient-source-cidr': ambientSourceCidr,
  'ambient-waypoint': ambientWaypoint,
  anyone,
  'api-documents': apiDocuments,
  'api-server-calls': apiServerCalls,
  'api-server-conversion-and-aggregation': apiServerConversionAndAggregation,
  'api-server-through-agents': apiServerThroughAgents,
  'api-server-webhook': apiServerWebhook,
  'baseline-deny-by-default': baselineDenyByDefault,
  'baseline-strict': baselineStrict,
  'break-glass': breakGlass,
  'break-glass-ambient': breakGlassAmbient,
  'cidr-caller': cidrCaller,
  'cloud-metadata': cloudMetadata,
  'cloud-metadata-ambient': cloudMetadataAmbient,
  'consent-both': consentBoth,
  'custom-trust-domain': customTrustDomain,
  'delivery-adopted': deliveryAdopted,
  'delivery-argo-cd': deliveryArgoCd,
  'delivery-flux': deliveryFlux,
  'deployed-elsewhere': deployedElsewhere,
  'eks-load-balancer-and-nodes': eksLoadBalancerAndNodes,
  exceptions,
  'exceptions-expired': exceptionsExpired,
  'existing-workload-cdk8s-plus': existingWorkloadCdk8sPlus,
  'external-ca': externalCa,
  'external-https': externalHttps,
  'external-tcp-addresses': externalTcpAddresses,
  'foreign-pods': foreignPods,
  'foreign-pods-ambient': foreignPodsAmbient,
  'gateway-pods': gatewayPods,
  'generic-profile': genericProfile,
  'gke-load-balancer': gkeLoadBalancer,
  grpc,
  guardrails,
  'guardrails-phi': guardrailsPhi,
  'header-condition': headerCondition,
  headless,
  hosts,
  'http-exact': httpExact,
  'http-under-template-prefix': httpUnderTemplatePrefix,
  'identity-migration': identityMigration,
  'identity-migration-together': identityMigrationTogether,
  'imported-callee': importedCallee,
  'imported-caller': importedCaller,
  'ingress-gateway': ingressGateway,
  'jwt-claims': jwtClaims,
  'jwt-gateway': jwtGateway,
  'jwt-gateway-api': jwtGatewayApi,
  'jwt-keys-at-uri': jwtKeysAtUri,
  'jwt-sidecar': jwtSidecar,
  'jwt-waypoint': jwtWaypoint,
  'kind-profile': kindProfile,
  'kubernetes-gateway-pods': kubernetesGatewayPods,
  'kubernetes-platform': kubernetesPlatform,
  'load-balancer-to-pods': loadBalancerToPods,
  'methods-and-headers': methodsAndHeaders,
  'mutating-webhook': mutatingWebhook,
  'namespace-caller': namespaceCaller,
  'no-callers': noCallers,
  'node-local-dns': nodeLocalDns,
  'openshift-profile': openshiftProfile,
  'patched-object': patchedObject,
  'permissive-port': permissivePort,
  prometheus,
  'proxy-hosts': proxyHosts,
  quarantine,
  'quarantine-ambient': quarantineAmbient,
  'quarantine-kubernetes': quarantineKubernetes,
  'revision-injection': revisionInjection,
  roles,
  'rollout-access-log': rolloutAccessLog,
  'rollout-ambient-authorization': rolloutAmbientAuthorization,
  'rollout-ambient-observe': rolloutAmbientObserve,
  'rollout-authorization': rolloutAuthorization,
  'rollout-break-glass': rolloutBreakGlass,
  'rollout-egress-scope': rolloutEgressScope,
  'rollout-metrics': rolloutMetrics,
  'rollout-mixed': rolloutMixed,
  'rollout-mutual-tls': rolloutMutualTls,
  'rollout-network-policy': rolloutNetworkPolicy,
  'rollout-observe': rolloutObserve,
  'rollout-pilot': rolloutPilot,
  'rollout-policies-kept': rolloutPoliciesKept,
  'rollout-tenant': rolloutTenant,
  scrapes,
  'several-ports-and-services': severalPortsAndServices,
  'shared-identity': sharedIdentity,
  'shared-identity-ambient': sharedIdentityAmbient,
  'source-cidr': sourceCidr,
  'statefulset-peers': statefulsetPeers,
  'target-port-differs': targetPortDiffers,
  tcp,
  'tenant-of-a-namespace': tenantOfANamespace,
  'trust-domain-migration': trustDomainMigration,
  'two-namespaces': twoNamespaces,
  'udp-l4': udpL4,
  'webhook-configuration': webhookConfiguration,
  'whole-namespace-caller': wholeNamespaceCaller,
};
