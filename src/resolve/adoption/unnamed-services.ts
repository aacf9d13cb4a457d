import type { NamespaceModel, PortProtocol, ServiceModel } from '../../model/model';
import type { Problem } from '../../model/problem';
import { mayBeAmbient } from '../../model/planes';
import type { ServiceDeclaration } from '../declarations';

const HTTP: ReadonlySet<PortProtocol> = new Set(['http', 'http2', 'grpc']);

/**
 * Behind a waypoint an AuthorizationPolicy is emitted for each Kubernetes Service, and it has to be in the tree when the service is
 * declared: before anybody has read which Services select the pods.
 */
export function unnamedServices(
  { adoption, ownWaypoint }: ServiceDeclaration, service: ServiceModel, namespace: NamespaceModel | undefined,
): readonly Problem[] {
  if (adoption === undefined || adoption.kubernetesServices !== undefined) return [];
  const adopted = service.kubernetesServices.filter((s) => s.adopted && !s.headless);
  const requests = adopted.some(({ ports }) => ports.some((p) => HTTP.has(p.protocol)));
  const usual = !ownWaypoint && namespace?.waypoint !== undefined && mayBeAmbient(service) && requests;
  if (adopted.length === 0 || (service.waypoint === undefined && !usual)) return [];
  const { namespace: of, name } = service.waypoint ?? namespace!.waypoint!;
  return [{
    code: 'unnamed-kubernetes-service',
    construct: service.construct,
    message: `the waypoint \`${of}/${name}\` is to stand before ${adopted.map((s) => `\`${s.name}\``).join(', ')} of \`${service.id}\`, and what is emitted for that must be there when the service is declared`,
    repair: 'name them in `services`, or set `waypoint: Waypoint.none()`',
  }];
}
