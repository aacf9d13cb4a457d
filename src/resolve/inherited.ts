import type { NamespaceModel, PortProtocol, ServiceModel, Staged, StageName, StewardshipModel } from '../model/model';
import { mayBeAmbient, planesOf } from '../model/planes';
import { sortedUnique } from '../private/sorting';
import type { ServiceDeclaration } from './declarations';

const HTTP: ReadonlySet<PortProtocol> = new Set(['http', 'http2', 'grpc']);

/**
 * A service with what it takes over from its namespace unless it says otherwise: how its pods take part in the mesh, the waypoint, how
 * far it is, and who answers for it.
 */
export function inherited(declared: ServiceDeclaration, namespace: NamespaceModel | undefined): ServiceModel {
  const { stage, ...placed } = inPlace(declared, namespace);
  return { ...placed, ...inRollout(stage ?? namespace?.stage), ...stewardship(declared.service, namespace ?? {}) };
}

/** Being done is a choice of its own beside a namespace that is not, and nothing to say of what results. */
function inRollout(stage: StageName | undefined): Staged {
  return stage === undefined || stage === 'done' ? {} : { stage };
}

/** Data of the namespace is data of each of its services: a service may hold more, never less. */
function stewardship(own: StewardshipModel, of: StewardshipModel): StewardshipModel {
  const owner = own.owner ?? of.owner;
  const dataClasses = sortedUnique([...own.dataClasses ?? [], ...of.dataClasses ?? []]);
  return { ...(owner === undefined ? {} : { owner }), ...(dataClasses.length === 0 ? {} : { dataClasses }) };
}

/** The namespace's waypoint is for services that have requests to decide about; others would gain a hop and nothing else. */
function inPlace({ service, ownDataPlane, ownWaypoint, adoption }: ServiceDeclaration, namespace: NamespaceModel | undefined): ServiceModel {
  const moved = ownDataPlane || namespace === undefined ? service : movedWith(service, namespace);
  const placed = adoption === undefined ? moved : withoutSidecarPorts(moved);
  if (ownWaypoint || namespace?.waypoint === undefined || !mayBeAmbient(placed)) return placed;
  // What adopted Services carry is known once the App is complete, and what is emitted for them must be there before: they are named.
  if (adoption?.kubernetesServices === undefined && !takesRequests(service)) return placed;
  return { ...placed, waypoint: namespace.waypoint };
}

/** ztunnel takes every port, whatever an annotation asks of a sidecar that is not there. */
function withoutSidecarPorts(service: ServiceModel): ServiceModel {
  return planesOf(service).includes('sidecar') ? service : { ...service, excludedInboundPorts: [] };
}

function movedWith(service: ServiceModel, { dataPlane, migratingFrom }: NamespaceModel): ServiceModel {
  return migratingFrom === undefined ? { ...service, dataPlane } : { ...service, dataPlane, migratingFrom };
}

/** A headless Service has no address that a waypoint could stand for. */
function takesRequests({ kubernetesServices }: ServiceModel): boolean {
  const emitted = kubernetesServices.filter(({ adopted, headless }) => adopted === undefined && !headless);
  return emitted.some(({ ports }) => ports.some(({ protocol }) => HTTP.has(protocol)));
}
