import type { NetworkPolicy } from '../../manifest/kinds';
import type { ServiceModel } from '../../model/model';
import { hasReached, type StageName } from '../../model/stages';
import type { NamespaceRollout, Slot } from '../platform';

type Direction = 'Ingress' | 'Egress';

const STAGE: Readonly<Record<Direction, StageName>> = { Ingress: 'network-policy', Egress: 'egress-scope' };

/**
 * The NetworkPolicy of one direction as far as a service is: `closed` once its stage has come. Before that nothing isolates its pods, unless
 * its namespace does already: then one that opens them again, under the same name.
 */
export function inRollout(
  direction: Direction, service: ServiceModel, namespace: NamespaceRollout, closed: Slot<NetworkPolicy>,
): readonly Slot<NetworkPolicy>[] {
  if (hasReached(service, STAGE[direction])) return [closed];
  return hasReached(namespace, STAGE[direction]) ? [open(direction, service, closed)] : [];
}

/** An empty rule is everybody, at every port; in quarantine nobody is: https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-ingress-traffic */
function open(direction: Direction, { id }: ServiceModel, closed: Slot<NetworkPolicy>): Slot<NetworkPolicy> {
  return {
    ...closed,
    body: (index) => {
      const { podLabels, quarantine } = index.service(id);
      if (quarantine !== undefined) return closed.body(index);
      return {
        spec: {
          podSelector: { matchLabels: podLabels },
          policyTypes: [direction],
          ...(direction === 'Ingress' ? { ingress: [{}] } : { egress: [{}] }),
        },
      };
    },
  };
}
