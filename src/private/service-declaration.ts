import type { MeshServiceProps } from '../mesh-service-props';
import type { KubernetesServiceModel, MeshModel, PortModel, ServiceModel } from '../model/model';
import type { ServiceDeclaration } from '../resolve/declarations';
import { Waypoint } from '../waypoint';
import { type Adoption, isHeadless } from './adoption';
import { instance, invalid } from './arguments';
import { dataPlaneOf, migrationOf } from './data-planes';
import { asForeign } from './foreign/declaration';
import { type ServiceIdentity, serviceModel } from './service-model';
import { stageOf } from './stages';

/** A service as it was declared: what it leaves out comes from its namespace, which may not be there yet. */
export function serviceDeclaration(identity: ServiceIdentity, given: Partial<MeshServiceProps>, mesh: MeshModel): ServiceDeclaration {
  const model = serviceModel(identity, given, dataPlaneOf(mesh, given.dataPlane));
  const ownDataPlane = given.dataPlane !== undefined && given.dataPlane !== null;
  const migratingFrom = migrationOf(identity.construct, given.migratingFrom, ownDataPlane ? given.dataPlane : undefined);
  const ownWaypoint = given.waypoint !== undefined && given.waypoint !== null;
  const waypoint = ownWaypoint ? waypointOf(identity, given.waypoint)._toModel(identity.namespace) : undefined;
  const stage = stageOf(mesh, given.stage);
  const service: ServiceModel = {
    ...model,
    ...(stage === undefined ? {} : { stage }),
    ...(waypoint === undefined ? {} : { waypoint }),
    ...(migratingFrom === undefined ? {} : { migratingFrom }),
  };
  const own = { ownDataPlane, ownWaypoint };
  if (given._foreign !== undefined) return asForeign(service, given._foreign, own);
  return given._adoption === undefined ? { service, ...own } : adopting(service, given, given._adoption, own);
}

/** What is known of adopted workloads when they are declared: which objects they are. What these say is read once the App is complete. */
function adopting(
  service: ServiceModel, given: Partial<MeshServiceProps>, adoption: Adoption, own: Pick<ServiceDeclaration, 'ownDataPlane' | 'ownWaypoint'>,
): ServiceDeclaration {
  const ownServiceAccount = given.serviceAccountName !== undefined && given.serviceAccountName !== null;
  const ownPodLabels = given.podLabels !== undefined && given.podLabels !== null;
  const named = (adoption.services ?? []).map((o): KubernetesServiceModel => ({ name: o.name, headless: isHeadless(o), adopted: true, ports: [] }));
  const plaintext = adoption.plaintext.map((exception): PortModel => ({ ...exception, protocol: 'tcp' }));
  return {
    ...own,
    adoption: adoption.declaration({ ownServiceAccount, ownPodLabels, ownPorts: service.ports }),
    service: {
      ...service,
      podLabels: ownPodLabels ? service.podLabels : {},
      kubernetesServices: [...service.kubernetesServices, ...named],
      ports: [...service.ports, ...plaintext],
      adopts: adoption.paths,
    },
  };
}

function waypointOf({ construct }: ServiceIdentity, value: unknown): Waypoint {
  const waypoint = instance('waypoint', value, Waypoint, 'write `Waypoint.existing(namespace, name)` or `Waypoint.none()`');
  if (waypoint._kind === 'managed') {
    throw invalid('unsupported-waypoint', `\`${construct}\` is given a managed waypoint of its own`, 'give it to the `MeshNamespace`, and here `Waypoint.existing` if it is another than the namespace\'s');
  }
  return waypoint;
}
