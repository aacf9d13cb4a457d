import type { CheckRule } from '../facts';
import { apiServerKeptOut } from './api-server-kept-out';
import { breakGlassInQuarantine } from './break-glass-in-quarantine';
import { breakGlassTooLong } from './break-glass-too-long';
import { caWithinCluster } from './ca-within-cluster';
import { calleeWithoutProxy } from './callee-without-proxy';
import { callerWithoutIdentity } from './caller-without-identity';
import { callerWithoutPods } from './caller-without-pods';
import { conflictingExternalHost } from './conflicting-external-host';
import { conflictingGateway } from './conflicting-gateway';
import { conflictingMtls } from './conflicting-mtls';
import { conflictingProtocols } from './conflicting-protocols';
import { conflictingWaypoint } from './conflicting-waypoint';
import { dataPlaneMismatch } from './data-plane-mismatch';
import { declaredElsewhere } from './declared-elsewhere';
import { declaredIdentity } from './declared-identity';
import { defaultServiceAccount } from './default-service-account';
import { deployedHere } from './deployed-here';
import { duplicateGateway } from './duplicate-gateway';
import { duplicateKubernetesService } from './duplicate-kubernetes-service';
import { duplicateNamespace } from './duplicate-namespace';
import { duplicatePort } from './duplicate-port';
import { duplicateService } from './duplicate-service';
import { egressWaypointNamespace } from './egress-waypoint-namespace';
import { emptySelector } from './empty-selector';
import { excludedPort } from './excluded-port';
import { externalHostOnTwoDataPlanes } from './external-host-on-two-data-planes';
import { externalNeedsEgressWaypoint } from './external-needs-egress-waypoint';
import { foreignPodsByAddress } from './foreign-pods-by-address';
import { foreignTrustDomain } from './foreign-trust-domain';
import { formerAccountShared } from './former-account-shared';
import { formerAccountTaken } from './former-account-taken';
import { gatewayNameTaken } from './gateway-name-taken';
import { gatewayWithoutWaypoint } from './gateway-without-waypoint';
import { halfEdge } from './half-edge';
import { headlessFromSidecar } from './headless-from-sidecar';
import { httpFromSidecar } from './http-from-sidecar';
import { httpNeedsWaypoint } from './http-needs-waypoint';
import { httpOnHeadless } from './http-on-headless';
import { httpPastWaypoint } from './http-past-waypoint';
import { identityOnPlaintextPort } from './identity-on-plaintext-port';
import { importedService } from './imported-service';
import { includedPortsAlone } from './included-ports-alone';
import { inexactSharedIdentity } from './inexact-shared-identity';
import { internalHost } from './internal-host';
import { jobNeverEnds } from './job-never-ends';
import { lateKubernetesService } from './late-kubernetes-service';
import { metadataThroughWaypoint } from './metadata-through-waypoint';
import { missingAddresses } from './missing-addresses';
import { missingClusterCidrs } from './missing-cluster-cidrs';
import { missingGateways } from './missing-gateways';
import { nameTooLong } from './name-too-long';
import { noWorkload } from './no-workload';
import { overlappingSelector } from './overlapping-selector';
import { probePastProxy } from './probe-past-proxy';
import { protocolCannotCarry } from './protocol-cannot-carry';
import { proxyHostWithoutPods } from './proxy-host-without-pods';
import { quarantineOfSharedIdentity } from './quarantine-of-shared-identity';
import { reservedPort } from './reserved-port';
import { scrapePastProxy } from './scrape-past-proxy';
import { sharedIdentityApart } from './shared-identity-apart';
import { sharedScrapePort } from './shared-scrape-port';
import { sharedServiceAccount } from './shared-service-account';
import { sourceAddressNotSeen } from './source-address-not-seen';
import { sourceOutsidePods } from './source-outside-pods';
import { stageBehindWaypoint } from './stage-behind-waypoint';
import { stageBelowBaseline } from './stage-below-baseline';
import { stageWhileMigrating } from './stage-while-migrating';
import { systemNamespace } from './system-namespace';
import { tokenAtGateway } from './token-at-gateway';
import { tokenNotObservable } from './token-not-observable';
import { trustDomainAlias } from './trust-domain-alias';
import { trustDomainMigrationInAmbient } from './trust-domain-migration-in-ambient';
import { udpThroughWaypoint } from './udp-through-waypoint';
import { undeclaredGateway } from './undeclared-gateway';
import { undeclaredNamespace } from './undeclared-namespace';
import { unknownApiServer } from './unknown-api-server';
import { unlabelledKubernetesService } from './unlabelled-kubernetes-service';
import { unlistedWorkload } from './unlisted-workload';
import { waypointAsCaller } from './waypoint-as-caller';
import { waypointNameTaken } from './waypoint-name-taken';
import { waypointOfTenant } from './waypoint-of-tenant';
import { waypointServiceAccount } from './waypoint-service-account';
import { waypointWithoutAmbient } from './waypoint-without-ambient';
import { waypointWithoutService } from './waypoint-without-service';
import { workloadAsWaypoint } from './workload-as-waypoint';
import { workloadOfOthers } from './workload-of-others';
import { workloadOfTwoServices } from './workload-of-two-services';
import { workloadOnHostNetwork } from './workload-on-host-network';
import { workloadServiceAccount } from './workload-service-account';
import { workloadWithProxy } from './workload-with-proxy';
import { workloadWithoutAmbient } from './workload-without-ambient';
import { workloadWithoutProxy } from './workload-without-proxy';

/** Every rule. Whatever order they stand in, problems are reported sorted. */
export const RULES: readonly CheckRule[] = [
  duplicateService, duplicateNamespace, duplicateKubernetesService, duplicatePort,
  sharedServiceAccount, inexactSharedIdentity, sharedIdentityApart, quarantineOfSharedIdentity, defaultServiceAccount,
  formerAccountTaken, formerAccountShared,
  conflictingProtocols, conflictingMtls, reservedPort, protocolCannotCarry,
  undeclaredNamespace, systemNamespace, dataPlaneMismatch, breakGlassTooLong, breakGlassInQuarantine, caWithinCluster, calleeWithoutProxy,
  emptySelector, overlappingSelector,
  workloadServiceAccount, workloadOfTwoServices, workloadOfOthers, noWorkload, deployedHere,
  workloadWithoutProxy, workloadWithProxy, workloadOnHostNetwork, excludedPort, includedPortsAlone, unlistedWorkload, probePastProxy,
  jobNeverEnds, foreignPodsByAddress, scrapePastProxy,
  callerWithoutPods, foreignTrustDomain, trustDomainAlias, trustDomainMigrationInAmbient, declaredIdentity, callerWithoutIdentity, apiServerKeptOut,
  identityOnPlaintextPort,
  sourceAddressNotSeen, sourceOutsidePods,
  halfEdge, importedService, declaredElsewhere, missingAddresses, unknownApiServer, missingClusterCidrs,
  proxyHostWithoutPods, conflictingExternalHost, internalHost,
  nameTooLong, missingGateways, undeclaredGateway, duplicateGateway, conflictingGateway, gatewayNameTaken,
  httpNeedsWaypoint, httpOnHeadless, httpFromSidecar, headlessFromSidecar, httpPastWaypoint,
  gatewayWithoutWaypoint, tokenAtGateway, sharedScrapePort, udpThroughWaypoint,
  waypointWithoutAmbient, waypointWithoutService, waypointNameTaken, waypointServiceAccount, waypointAsCaller, conflictingWaypoint,
  waypointOfTenant,
  stageWhileMigrating, stageBehindWaypoint, stageBelowBaseline, tokenNotObservable,
  externalNeedsEgressWaypoint, metadataThroughWaypoint, externalHostOnTwoDataPlanes, egressWaypointNamespace, workloadWithoutAmbient,
  workloadAsWaypoint, unlabelledKubernetesService, lateKubernetesService,
];
