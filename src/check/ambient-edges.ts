import type { EdgeModel, PortAccessModel, ServiceModel } from '../model/model';
import { mayBeAmbient } from '../model/planes';
import type { Facts } from './facts';

interface AmbientAccess {
  readonly edge: EdgeModel;
  readonly callee: ServiceModel;
  readonly access: PortAccessModel;
}

/** Everything that is granted at a callee with ambient pods, port by port. */
export function* ambientAccess({ index }: Facts): Generator<AmbientAccess> {
  if (index.model.mesh.platform !== 'istio') return;
  for (const edge of index.model.edges) {
    const callee = index.service(edge.callee);
    if (mayBeAmbient(callee)) for (const access of edge.access) yield { edge, callee, access };
  }
}

/** Requests that a waypoint would have to decide about. */
export function requestsAtWaypoints(facts: Facts): readonly AmbientAccess[] {
  return [...ambientAccess(facts)].filter(({ callee, access }) => access.http !== undefined && callee.waypoint !== undefined);
}

/** In repairs: what needs no proxy to read requests. A service that requires tokens has no port to be granted whole. */
export function grantWholePort({ tokens }: ServiceModel): string {
  return tokens === undefined ? 'grant the whole port' : 'let the port be of a service without `requireJwt` and grant it whole: who reads no requests sees no tokens';
}
