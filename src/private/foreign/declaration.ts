import type { ServiceModel } from '../../model/model';
import type { ServiceDeclaration } from '../../resolve/declarations';
import { distinctPorts } from '../../resolve/ports-in-force';
import { workloadPort } from '../service-model';
import type { PodsMade } from './pods-made';

export interface ForeignDeclaration {
  readonly made: PodsMade;
  readonly reason: string;
}

/** Nobody could label the Services that an operator makes, so that none of them stands behind a waypoint. */
export function asForeign(
  service: ServiceModel, { made, reason }: ForeignDeclaration, own: Pick<ServiceDeclaration, 'ownDataPlane'>,
): ServiceDeclaration {
  return {
    ...own,
    ownWaypoint: true,
    service: {
      ...service,
      kubernetesServices: service.kubernetesServices.map((s) => ({ ...s, adopted: true })),
      ports: distinctPorts([...service.ports, ...made.ports.map(workloadPort)]),
      foreign: { madeBy: made.madeBy, reason, finish: made.finish },
    },
  };
}
