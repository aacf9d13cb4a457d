import type { NamespaceModel, PortProtocol, ServiceModel } from '../model/model';
import { mayBeAmbient } from '../model/planes';
import type { ServiceDeclaration } from './declarations';

const HTTP: ReadonlySet<PortProtocol> = new Set(['http', 'http2', 'grpc']);

/**
 * A service with what it takes over from its namespace unless it says otherwise: how its pods take part in the mesh, and the waypoint.
 * The namespace's waypoint is for services that have requests to decide about; others would gain a hop and nothing else.
 */
export function inherited({ service, ownDataPlane, ownWaypoint }: ServiceDeclaration, namespace: NamespaceModel | undefined): ServiceModel {
  const placed = ownDataPlane || namespace === undefined ? service : movedWith(service, namespace);
  if (ownWaypoint || namespace?.waypoint === undefined || !mayBeAmbient(placed) || !takesRequests(service)) return placed;
  return { ...placed, waypoint: namespace.waypoint };
}

function movedWith(service: ServiceModel, { dataPlane, migratingFrom }: NamespaceModel): ServiceModel {
  return migratingFrom === undefined ? { ...service, dataPlane } : { ...service, dataPlane, migratingFrom };
}

/** A headless Service has no address that a waypoint could stand for. */
function takesRequests({ kubernetesServices }: ServiceModel): boolean {
  return kubernetesServices.some(({ headless, ports }) => !headless && ports.some(({ protocol }) => HTTP.has(protocol)));
}
