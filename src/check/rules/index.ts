import type { CheckRule } from '../facts';
import { baselineGateways } from './baseline';
import { excludedPort } from './captured-ports';
import { missingAddresses, missingClusterCidrs, proxyHostWithoutPods } from './cluster-facts';
import { calleeWithoutProxy, dataPlaneMismatch } from './data-plane';
import { duplicateKubernetesService, duplicateNamespace, duplicatePort, duplicateService } from './duplicates';
import { conflictingExternalHost } from './external-hosts';
import { halfEdge } from './half-edge';
import { callerWithoutIdentity, callerWithoutPods, declaredIdentity, foreignTrustDomain, identityOnPlaintextPort, trustDomainAlias } from './identities';
import { nameTooLong } from './names';
import { systemNamespace, undeclaredNamespace } from './namespaces';
import { protocolCannotCarry } from './protocol-cannot-carry';
import { emptySelector, overlappingSelector } from './selectors';
import { defaultServiceAccount, sharedServiceAccount } from './service-account';
import { conflictingMtls, conflictingProtocols, reservedPort } from './target-ports';
import { deployedHere, noWorkload, workloadOfTwoServices, workloadOnHostNetwork, workloadServiceAccount, workloadWithoutProxy, workloadWithProxy } from './workloads';

/** Every rule. Whatever order they stand in, problems are reported sorted. */
export const RULES: readonly CheckRule[] = [
  duplicateService, duplicateNamespace, duplicateKubernetesService, duplicatePort,
  sharedServiceAccount, defaultServiceAccount,
  conflictingProtocols, conflictingMtls, reservedPort, protocolCannotCarry,
  undeclaredNamespace, systemNamespace, dataPlaneMismatch, calleeWithoutProxy,
  emptySelector, overlappingSelector,
  workloadServiceAccount, workloadOfTwoServices, noWorkload, deployedHere,
  workloadWithoutProxy, workloadWithProxy, workloadOnHostNetwork, excludedPort,
  callerWithoutPods, foreignTrustDomain, trustDomainAlias, declaredIdentity, callerWithoutIdentity, identityOnPlaintextPort,
  halfEdge, missingAddresses, missingClusterCidrs, proxyHostWithoutPods, conflictingExternalHost,
  nameTooLong, baselineGateways,
];
