import type { Metadata } from '../manifest/kinds';
import { type DeliveryModel, waveMark, type Wave } from '../model/delivery';
import type { Slot } from './platform';
import { BREAK_GLASS_LABEL, QUARANTINE_LABEL } from './metadata';

/**
 * In the order of the waves nothing that is declared and works is denied in between, if nothing was denied before; and all of it comes before
 * workloads, so that a workload which never becomes healthy leaves no namespace open.
 *
 * - `identities`: what everything else lies in or runs as; and what cuts a service off, which waits for nothing.
 * - `ways`: what calls will go through or be looked up in, before anything leads there: waypoints and what they let through, external hosts,
 *   whose tokens count.
 * - `services`: their labels lead callers through waypoints.
 * - `allow`: a policy that allows also denies the rest, of its own pods; each has all that is declared of them.
 * - `emergency`: alone it would deny the rest, too.
 * - `deny`: what holds for all pods, with and without a policy of their own.
 */
const BY_KIND: Readonly<Partial<Record<string, Wave>>> = {
  Namespace: 'identities',
  ServiceAccount: 'identities',
  ConfigMap: 'identities',
  Gateway: 'ways',
  ServiceEntry: 'ways',
  RequestAuthentication: 'ways',
  Service: 'services',
};

/** Ids of slots. */
const DENIALS: readonly string[] = ['DefaultDeny', 'AllowNothing', 'WaypointAllowNothing', 'PeerAuthentication'];
const OF_WAYPOINTS: readonly string[] = ['WaypointIngressPolicy', 'WaypointEgressPolicy'];

export function waveOf({ id, kind, metadata: { labels = {} } }: Pick<Slot, 'id' | 'kind' | 'metadata'>): Wave {
  const carries = (label: Readonly<Record<string, string>>): boolean => Object.keys(label).some((key) => key in labels);
  if (carries(QUARANTINE_LABEL)) return 'identities';
  if (carries(BREAK_GLASS_LABEL)) return 'emergency';
  if (DENIALS.includes(id)) return 'deny';
  if (OF_WAYPOINTS.includes(id) || id.startsWith('WaypointCallers')) return 'ways';
  return BY_KIND[kind] ?? 'allow';
}

/** What a deletion takes with it: a Namespace everything in it, a ServiceAccount the certificates of pods that still run under it. */
const PROTECTED: readonly string[] = ['Namespace', 'ServiceAccount'];

/** The metadata of an object with what a deployment tool is told. */
export function delivered(slot: Slot, delivery: DeliveryModel | undefined): Metadata {
  const { metadata, kind } = slot;
  if (delivery === undefined) return metadata;
  const { key, value } = waveMark(delivery, waveOf(slot));
  const kept = PROTECTED.includes(kind);
  if (delivery.tool === 'flux') {
    return {
      ...metadata,
      labels: { ...metadata.labels, [key]: value },
      ...(kept ? { annotations: { ...metadata.annotations, 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } } : {}),
    };
  }
  const keep = delivery.confirm ? 'confirm' : 'false';
  const options = kept ? `Prune=${keep},Delete=${keep}` : waveOf(slot) === 'emergency' ? undefined : 'PruneLast=true';
  return {
    ...metadata,
    annotations: {
      ...metadata.annotations,
      [key]: value,
      ...(options === undefined ? {} : { 'argocd.argoproj.io/sync-options': options }),
    },
  };
}
