import { networkPorts } from '../../eval/ztunnel/hbone';
import type { Caller, WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { Protocol } from '../../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../../model/model';
import { type Declaration, isProxied, transport } from '../declaration';
import { isTunnelled, type Plane, planeOf, planesOf, planesOfCaller, stateOf } from '../planes';
import { hasReached } from '../../model/stages';
import { Grants } from './grants';

/** A pod of a declared service, and how its callers come to it. */
export interface Ground {
  readonly declaration: Declaration;
  readonly service: ServiceModel;
  readonly workload: WorkloadView;
  readonly plane: Plane;
  /** In gaps: the service, and of one that moves which of its pods. */
  readonly name: string;
  /** Whose callers may come through HBONE: NetworkPolicy does not see for which of their ports. */
  readonly tunnelled: readonly EdgeModel[];
  /** Are there callers of the edge who come as they are? */
  isPlain(edge: EdgeModel): boolean;
  /** The ports at which NetworkPolicy may see a caller of `port`. */
  seenAt(caller: Caller, port: number, protocol: Protocol): readonly number[];
}

export function groundOf(world: World, declaration: Declaration, service: ServiceModel, workload: WorkloadView): Ground {
  const plane = planeOf(service, workload);
  const name = `${service.id}${stateOf(service, plane)}`;
  const edges = declaration.edgesTo(service);
  // A waypoint is called at the port of HBONE, which hides nothing then; a gateway never through it.
  if (!declaration.ambient || plane === 'none' || plane === 'waypoint' || plane === 'gateway') return { ...withoutGround(declaration, service, plane), name, workload };
  // NetworkPolicy selects pods by their labels, which are the same before and after a move.
  const planes = planesOf(service);
  const comes = (edge: EdgeModel, tunnelled: boolean): boolean => planes.some((to) => (
    planesOfCaller(declaration, edge.caller, to).some((from) => isTunnelled(from, to) === tunnelled)
  ));
  // What is not TCP has no tunnel.
  const plain = new Set(edges.filter((e) => comes(e, false) || e.access.some((a) => transport(a.protocol) !== 'TCP')));
  return {
    declaration,
    service,
    workload,
    plane,
    name,
    tunnelled: edges.filter((e) => comes(e, true) && e.access.some((a) => transport(a.protocol) === 'TCP')),
    isPlain: (edge) => plain.has(edge),
    seenAt: (caller, port, protocol) => networkPorts(world, caller, { workload, port, protocol }),
  };
}

/** Where nobody asks how callers come. */
export function withoutGround(declaration: Declaration, service: ServiceModel, plane: Plane): Omit<Ground, 'workload'> {
  return { declaration, service, plane, name: service.id, tunnelled: [], isPlain: () => true, seenAt: (_, port) => [port] };
}

/** One port of it, with what is granted there. */
export interface Place extends Omit<Ground, 'workload'> {
  readonly port: number;
  readonly protocol: Protocol;
  /** The proxy decides here, as far as the declaration goes. */
  readonly proxied: boolean;
  readonly mtls: 'strict' | 'permissive' | 'disable';
  readonly grants: Grants;
}

export function placeAt(ground: Omit<Ground, 'workload'>, port: number, protocol: Protocol): Place {
  const { declaration, service, plane } = ground;
  // A port that nobody declared takes part in no exception.
  const declared = service.ports.find((p) => p.targetPort === port && protocol === 'TCP' && !['udp', 'sctp'].includes(p.protocol))?.mtls ?? 'strict';
  return {
    ...ground,
    port,
    protocol,
    proxied: isProxied(declaration, service, plane, port, protocol),
    mtls: declared === 'strict' && !hasReached(service, 'mutual-tls') ? 'permissive' : declared,
    grants: new Grants(declaration, service, port, protocol),
  };
}
