import { sidecarsFor } from '../../eval/cluster/sidecar-scope';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';

/** A namespace that stands for none. */
const NOTHING = '~/*';

/**
 * The hosts that the pod's proxy knows, each of one namespace, where it lets nothing else pass. Undefined: its Sidecar says more than that,
 * or there is none.
 */
export function hostsKnown(world: World, { namespace, labels }: WorkloadView): ReadonlySet<string> | undefined {
  const [sidecar] = sidecarsFor(world, namespace, labels);
  const { egress = [], outboundTrafficPolicy } = sidecar?.object.spec ?? {};
  if (outboundTrafficPolicy?.mode !== 'REGISTRY_ONLY' || outboundTrafficPolicy.egressProxy !== undefined || egress.length !== 1) return undefined;
  const [{ hosts, port, bind, captureMode }] = egress;
  if (port !== undefined || bind !== undefined || captureMode !== undefined) return undefined;
  const named = hosts.filter((h) => h !== NOTHING);
  return named.some((h) => h.includes('*')) ? undefined : new Set(named);
}
