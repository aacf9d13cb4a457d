import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { ServiceModel } from '../../model/model';
import { hasReached, type Staged } from '../../model/stages';
import type { NamespaceRollout, Slot } from '../platform';

type Policy = Slot<AuthorizationPolicy>;

/** https://istio.io/latest/docs/reference/config/annotations/#IoIstioDryRun */
const DRY_RUN = { 'istio.io/dry-run': 'true' };

type Rollout = Staged & Pick<ServiceModel, 'dataPlane'>;

/** A policy that the proxy counts the refusals of, and that refuses nothing, until its stage has come. */
export function observedFirst(rollout: Rollout, policy: Policy): readonly Policy[] {
  if (hasReached(rollout, 'authorization')) return [policy];
  return isRecorded(rollout) ? [dryRun(policy)] : [];
}

/**
 * ztunnel has no dry run: istiod does not send it one, or, where that is switched on, an old ztunnel enforces it.
 *
 * https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/
 */
function isRecorded({ dataPlane }: Rollout): boolean {
  return dataPlane === 'sidecar';
}

/**
 * What admits the callers of a service, once its stage has come. Before that it admits everybody, so that no other policy that allows
 * something, the namespace's allow-nothing among them, refuses all the rest; and beside it stands, as a dry run, what it will be.
 *
 * It keeps its name, so that with the stage it is replaced: what is left over without pruning is the dry run, which decides nothing.
 */
export function admitting(service: ServiceModel, namespace: NamespaceRollout, policy: Policy): readonly Policy[] {
  if (hasReached(service, 'authorization')) return [policy];
  const { id, metadata } = policy;
  const observed = { ...policy, id: id.replace('Callers', 'Observed'), metadata: { ...metadata, name: `${metadata.name}-observed` } };
  return [...(isOpened(namespace) ? [allowAll(service, policy)] : []), ...(isRecorded(service) ? [dryRun(observed)] : [])];
}

/** Where the namespace allows nothing already, others do not decide alone. */
function isOpened(namespace: NamespaceRollout): boolean {
  return namespace.allowsAll !== false || hasReached(namespace, 'authorization');
}

/** Nobody in quarantine: https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy */
function allowAll({ id }: ServiceModel, policy: Policy): Policy {
  return {
    ...policy,
    body: (index) => {
      const closed = policy.body(index);
      return index.service(id).quarantine === undefined ? { spec: { ...closed.spec, rules: [{}] } } : closed;
    },
  };
}

function dryRun(policy: Policy): Policy {
  const { metadata } = policy;
  return { ...policy, metadata: { ...metadata, annotations: { ...metadata.annotations, ...DRY_RUN } } };
}
