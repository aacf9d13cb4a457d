import type { AuditRule } from '../rule';
import { admittedInVain } from './admitted-in-vain';
import { allowByNegation } from './allow-by-negation';
import { allowHttpOnTcp } from './allow-http-on-tcp';
import { allowsEverything } from './allows-everything';
import { ambientProbesBlocked } from './ambient-probes-blocked';
import { beyondNetworkPolicy } from './beyond-network-policy';
import { callCutByNetwork } from './call-cut-by-network';
import { denyByHeader } from './deny-by-header';
import { denyByPath } from './deny-by-path';
import { denyHttpOnTcp } from './deny-http-on-tcp';
import { egressRulesIgnored } from './egress-rules-ignored';
import { egressUnrestricted } from './egress-unrestricted';
import { egressWithoutDns } from './egress-without-dns';
import { emptySelector } from './empty-selector';
import { endpointAtCaller } from './endpoint-at-caller';
import { endpointOfOtherNamespace } from './endpoint-of-other-namespace';
import { endpointsBesideSelector } from './endpoints-beside-selector';
import { endpointsUnused } from './endpoints-unused';
import { fromAndToApart } from './from-and-to-apart';
import { grpcNeverMatches } from './grpc-never-matches';
import { hboneBlocked } from './hbone-blocked';
import { hboneFromAnywhere } from './hbone-from-anywhere';
import { headlessTargetPort } from './headless-target-port';
import { hostWithoutPort } from './host-without-port';
import { identityWithoutMtls } from './identity-without-mtls';
import { ipBlockForPods } from './ip-block-for-pods';
import { ipBlocksAtWaypoint } from './ip-blocks-at-waypoint';
import { ipBlocksBehindLoadBalancer } from './ip-blocks-behind-load-balancer';
import { jwksPrivateKey } from './jwks-private-key';
import { linkerdDanglingReference } from './linkerd-dangling-reference';
import { linkerdDefaultAtInjection } from './linkerd-default-at-injection';
import { linkerdDefaultPolicyIgnored } from './linkerd-default-policy-ignored';
import { linkerdNoAuthentication } from './linkerd-no-authentication';
import { linkerdNotEnforced } from './linkerd-not-enforced';
import { linkerdOverlappingServers } from './linkerd-overlapping-servers';
import { linkerdProbesBlocked } from './linkerd-probes-blocked';
import { linkerdRouteNotNarrower } from './linkerd-route-not-narrower';
import { linkerdServerDeniesAll } from './linkerd-server-denies-all';
import { linkerdUnroutedRequests } from './linkerd-unrouted-requests';
import { literalStar } from './literal-star';
import { meshLabelIgnored } from './mesh-label-ignored';
import { meshWidePolicy } from './mesh-wide-policy';
import { methodCase } from './method-case';
import { mtlsDisabledInAmbient } from './mtls-disabled-in-ambient';
import { noAuthorization } from './no-authorization';
import { noNetworkPolicy } from './no-network-policy';
import { notCaptured } from './not-captured';
import { opensToEveryone } from './opens-to-everyone';
import { outsideReference } from './outside-reference';
import { pathNeverMatches } from './path-never-matches';
import { peersApart } from './peers-apart';
import { peersOfOwnNamespace } from './peers-of-own-namespace';
import { prefixWithoutSlash } from './prefix-without-slash';
import { protocolLeftOut } from './protocol-left-out';
import { remoteIpOfCaller } from './remote-ip-of-caller';
import { rootSelectorIgnored } from './root-selector-ignored';
import { ruleCovered } from './rule-covered';
import { selectsHostNetwork } from './selects-host-network';
import { serviceEntryAnyAddress } from './service-entry-any-address';
import { servicePortInPolicy } from './service-port-in-policy';
import { severalPeerAuthentications } from './several-peer-authentications';
import { severalSidecars } from './several-sidecars';
import { subtreeWithoutRoot } from './subtree-without-root';
import { targetPortAtWaypoint } from './target-port-at-waypoint';
import { tokenNotRequired } from './token-not-required';
import { tokenWithoutAuthentication } from './token-without-authentication';
import { unboundTarget } from './unbound-target';
import { undeclaredProtocol } from './undeclared-protocol';
import { undecodedPaths } from './undecoded-paths';
import { unknownMethod } from './unknown-method';
import { unknownMtlsPort } from './unknown-mtls-port';
import { unknownPortName } from './unknown-port-name';
import { waypointBypassed } from './waypoint-bypassed';
import { waypointNotAdmitted } from './waypoint-not-admitted';
import { workloadEntryAmongPods } from './workload-entry-among-pods';
import { workloadEntryWithoutAccount } from './workload-entry-without-account';
import { ztunnelAllowHttp } from './ztunnel-allow-http';
import { ztunnelDenyHttp } from './ztunnel-deny-http';
import { ztunnelTrustDomainAlias } from './ztunnel-trust-domain-alias';
import { ztunnelTrustDomains } from './ztunnel-trust-domains';
import { ztunnelUnsupportedAction } from './ztunnel-unsupported-action';

/** INVARIANT: sorted by id; a rule's id is the name of its file. */
export const RULES: readonly AuditRule[] = [
  admittedInVain,
  allowByNegation,
  allowHttpOnTcp,
  allowsEverything,
  ambientProbesBlocked,
  beyondNetworkPolicy,
  callCutByNetwork,
  denyByHeader,
  denyByPath,
  denyHttpOnTcp,
  egressRulesIgnored,
  egressUnrestricted,
  egressWithoutDns,
  emptySelector,
  endpointAtCaller,
  endpointOfOtherNamespace,
  endpointsBesideSelector,
  endpointsUnused,
  fromAndToApart,
  grpcNeverMatches,
  hboneBlocked,
  hboneFromAnywhere,
  headlessTargetPort,
  hostWithoutPort,
  identityWithoutMtls,
  ipBlockForPods,
  ipBlocksAtWaypoint,
  ipBlocksBehindLoadBalancer,
  jwksPrivateKey,
  linkerdDanglingReference,
  linkerdDefaultAtInjection,
  linkerdDefaultPolicyIgnored,
  linkerdNoAuthentication,
  linkerdNotEnforced,
  linkerdOverlappingServers,
  linkerdProbesBlocked,
  linkerdRouteNotNarrower,
  linkerdServerDeniesAll,
  linkerdUnroutedRequests,
  literalStar,
  meshLabelIgnored,
  meshWidePolicy,
  methodCase,
  mtlsDisabledInAmbient,
  noAuthorization,
  noNetworkPolicy,
  notCaptured,
  opensToEveryone,
  outsideReference,
  pathNeverMatches,
  peersApart,
  peersOfOwnNamespace,
  prefixWithoutSlash,
  protocolLeftOut,
  remoteIpOfCaller,
  rootSelectorIgnored,
  ruleCovered,
  selectsHostNetwork,
  serviceEntryAnyAddress,
  servicePortInPolicy,
  severalPeerAuthentications,
  severalSidecars,
  subtreeWithoutRoot,
  targetPortAtWaypoint,
  tokenNotRequired,
  tokenWithoutAuthentication,
  unboundTarget,
  undeclaredProtocol,
  undecodedPaths,
  unknownMethod,
  unknownMtlsPort,
  unknownPortName,
  waypointBypassed,
  waypointNotAdmitted,
  workloadEntryAmongPods,
  workloadEntryWithoutAccount,
  ztunnelAllowHttp,
  ztunnelDenyHttp,
  ztunnelTrustDomainAlias,
  ztunnelTrustDomains,
  ztunnelUnsupportedAction,
];
