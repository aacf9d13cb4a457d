import { namespaceOf } from './matcher/identity';
import type { Caller, WorkloadView } from './types';
import type { World } from './world';

/** A workload of the world, with the identity that its own proxy gives it; without a proxy it calls in plaintext. */
export function callerOf(world: World, workload: WorkloadView): Caller {
  const identified = workload.dataPlane !== 'none' && workload.dataPlane !== 'unknown';
  return {
    name: workload.id,
    workload,
    namespace: workload.namespace,
    labels: workload.labels,
    pod: workload.apart === undefined,
    ...(workload.ip === undefined ? {} : { ip: workload.ip }),
    ...(identified ? { principal: `${world.settings.trustDomain}/ns/${workload.namespace}/sa/${workload.serviceAccount}` } : {}),
  };
}

/**
 * An identity of which nothing else is known: it arrives by mTLS from its namespace, and its pod labels are not known.
 * One of a foreign trust domain, or not of Kubernetes, comes from nowhere in this cluster.
 */
export function callerWithPrincipal(world: World, principal: string, ip?: string): Caller {
  const namespace = world.trustDomains.includes(principal.split('/')[0]) ? namespaceOf(principal) : undefined;
  return {
    name: principal,
    principal,
    pod: namespace !== undefined,
    ...(namespace === undefined ? {} : { namespace }),
    ...(ip === undefined ? {} : { ip }),
  };
}

/** Plaintext from an address, or from nobody knows where; not a pod of this cluster. */
export function anonymousCaller(ip?: string): Caller {
  return { name: ip ?? 'anyone without identity', pod: false, ...(ip === undefined ? {} : { ip }) };
}

/** Every workload that runs under a service account, in the order of the world. */
export function workloadsUnder(world: World, namespace: string, serviceAccount: string): readonly WorkloadView[] {
  return world.workloads.filter((w) => w.namespace === namespace && w.serviceAccount === serviceAccount);
}

/** A Pod, or the workload that makes it, with each pod of it that is another than the rest. Several kinds may share a name. */
export function workloadsNamed(world: World, namespace: string, name: string): readonly WorkloadView[] {
  return world.workloads.filter((w) => w.namespace === namespace && (w.name === name || w.of === name));
}
