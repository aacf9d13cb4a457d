import { namespacesOf } from '../../eval/authorization/site';
import type { From } from '../../eval/cluster/policies';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import { OWN_PORTS } from '../../eval/ztunnel/layers';
import { strictnessOf } from '../../eval/ztunnel/peer-authentication';
import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../../model/model';
import { transport } from '../declaration';
import { allowedByZtunnel } from './authorization';
import { declaredBy, type Sides, type Speech } from './identities';

/** Who may connect to an ambient pod, as ztunnel decides it. Undefined as at a sidecar. */
export function atZtunnel(
  world: World, { ports }: ServiceModel, workload: WorkloadView, edges: readonly EdgeModel[], speech: Omit<Speech, 'portsOf'>,
): Sides | undefined {
  const { namespace, labels } = workload;
  const isStrict = ports.every(({ protocol, mtls }) => transport(protocol) !== 'TCP' || mtls === 'strict')
    && world.policies.in(namespace).peer.selecting(labels).every(({ object: { spec } }) => spec.portLevelMtls === undefined)
    && strictnessOf(world, workload).length > 0;
  // It takes identities of no alias.
  if (!isStrict || world.trustDomains.length > 1) return undefined;
  const policies = namespacesOf(world, namespace).flatMap((n) => world.policies.in(n).authorization.selecting(labels));
  if (policies.length === 0 || policies.some(isNotSent)) return undefined;
  const declared = declaredBy(edges, {
    ...speech, portsOf: ({ targetPort, http }) => (http !== undefined || OWN_PORTS.includes(targetPort) ? undefined : [targetPort]),
  });
  return declared && { read: allowedByZtunnel(policies, speech.names), declared };
}

/** An empty selector is one, and no workload is told of it. */
function isNotSent({ object: { spec: { selector } } }: From<AuthorizationPolicy>): boolean {
  return selector !== undefined && selector.matchLabels === undefined;
}
