import type { ServiceAccount } from '../../manifest/kinds';
import type { ServiceModel } from '../../model/model';
import { sharesItsAccount } from '../../model/sharers';
import { metadata } from '../metadata';
import type { Slot } from '../platform';

/**
 * The identity of a service. `automountServiceAccountToken` concerns the Kubernetes API only: the proxy gets a projected token of its own.
 *
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
 */
export function serviceAccount(service: ServiceModel): Slot<ServiceAccount> {
  return {
    id: 'ServiceAccount',
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(service.serviceAccount, service.namespace, service.id),
    body: () => ({ automountServiceAccountToken: service.automountToken }),
  };
}

/** Adopted workloads and foreign pods bring theirs: writing it again would take from it what somebody gave it (pull secrets, a cloud identity). */
export function ownIdentity(service: ServiceModel): readonly Slot<ServiceAccount>[] {
  const { adopts, foreign } = service;
  return adopts === undefined && foreign === undefined && !sharesItsAccount(service) ? [serviceAccount(service)] : [];
}

/** Of services that share it, or as it was emitted for services before they got others. It mounts its token where one of them does. */
export function sharedAccount(namespace: string, name: string): readonly Slot<ServiceAccount>[] {
  return [{
    id: 'ServiceAccount',
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(name, namespace, namespace),
    body: ({ model: { services } }) => ({
      automountServiceAccountToken: services.some((s) => (
        s.namespace === namespace && s.automountToken
        && (s.serviceAccount === name || s.formerAccounts?.some((f) => f.serviceAccount === name) === true)
      )),
    }),
  }];
}
