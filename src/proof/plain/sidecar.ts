import { namespacesOf } from '../../eval/authorization/site';
import { OWN_PORTS } from '../../eval/cluster/capture';
import { mutualTlsMode } from '../../eval/cluster/mutual-tls';
import { portProtocol } from '../../eval/cluster/services';
import { sidecarsFor } from '../../eval/cluster/sidecar-scope';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { EdgeModel, ServiceModel } from '../../model/model';
import { isHttp, transport } from '../declaration';
import { allowedBy } from './authorization';
import { declaredBy, type Sides, type Speech } from './identities';

/** Who may send what to a pod, as its sidecar decides it. Undefined: more has a part in that than statements about identities. */
export function atSidecar(
  world: World, service: ServiceModel, workload: WorkloadView, edges: readonly EdgeModel[], { callers, names }: Omit<Speech, 'portsOf'>,
): Sides | undefined {
  const { namespace, labels } = workload;
  const namespaces = namespacesOf(world, namespace).map((n) => world.policies.in(n));
  if (!isStrict(world, service, workload) || namespaces.some((n) => n.request.selecting(labels).length > 0)) return undefined;
  const policies = namespaces.flatMap((n) => n.authorization.selecting(labels));
  const declared = declaredBy(edges, {
    callers,
    names,
    // Bytes are promised where HTTP is not, and rules about requests hold where it is.
    portsOf: ({ targetPort, protocol, http }) => {
      const read = portProtocol(world.services, workload, targetPort);
      return !OWN_PORTS.includes(targetPort) && (http !== undefined || isHttp(protocol)) === (read === 'http') ? [targetPort] : undefined;
    },
  });
  // Without a policy everything is allowed.
  return policies.length === 0 || declared === undefined ? undefined : { read: allowedBy(policies, world.trustDomains, names), declared };
}

/** Every TCP port is captured, and takes nobody without an identity of this mesh. */
function isStrict(world: World, { ports, excludedInboundPorts }: ServiceModel, workload: WorkloadView): boolean {
  const { namespace, labels } = workload;
  return excludedInboundPorts.length === 0
    && ports.every(({ targetPort, protocol, mtls }) => transport(protocol) !== 'TCP' || (mtls === 'strict' && !OWN_PORTS.includes(targetPort)))
    && (sidecarsFor(world, namespace, labels)[0]?.object.spec.ingress ?? []).length === 0
    && world.policies.in(namespace).peer.selecting(labels).every(({ object: { spec } }) => spec.portLevelMtls === undefined)
    && mutualTlsMode(world, workload, 0).mode === 'STRICT';
}
