import type { MeshModel, PortAccessModel, ServiceModel } from '../model/model';
import { planesOf } from '../model/planes';
import type { Problem } from '../model/problem';
import type { PortGrant } from './grants';

/**
 * A sidecar knows the pods of headless Services alone: what dials any other pod by its address is let out nowhere. Whoever calls its own
 * Service says so by a grant to itself. What is in quarantine is not held up.
 *
 * https://istio.io/latest/docs/ops/configuration/traffic-management/traffic-routing/#headless-services
 */
export function peersByAddress({ platform }: MeshModel, grants: readonly PortGrant[]): readonly Problem[] {
  if (platform !== 'istio') return [];
  return grants.filter(({ declared, callee }) => declared.peers === true && callee.quarantine === undefined && planesOf(callee).includes('sidecar'))
    .flatMap(({ callee, access, declared }) => distinct(access.flat().filter((port) => !isKnown(callee, port))).map((port) => ({
      code: 'peers-by-address',
      construct: declared.construct,
      message: `the pods of \`${callee.id}\` may call each other on port \`${port}\`, to which no headless Kubernetes Service leads: their sidecars let nobody dial a pod by its address`,
      repair: callee.adopts === undefined
        ? 'name the ports that they dial (`access`), add a headless one for them (`additionalServices`), or write `allowFrom` with the service itself if its pods call its Service'
        : 'name the ports that they dial (`access`), add them to the headless Service, or write `allowFrom` with the service itself if its pods call its Service',
    })));
}

function isKnown({ kubernetesServices }: ServiceModel, { targetPort, protocol }: PortAccessModel): boolean {
  // Sidecars take TCP alone.
  if (protocol === 'udp' || protocol === 'sctp') return true;
  return kubernetesServices.some(({ headless, ports }) => headless && ports.some((p) => p.targetPort === targetPort));
}

function distinct(access: readonly PortAccessModel[]): readonly number[] {
  return [...new Set(access.map(({ targetPort }) => targetPort))].sort((a, b) => a - b);
}
