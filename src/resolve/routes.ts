import type { CallerModel, DataPlaneName, EdgeModel, PortAccessModel, Route, ServiceModel } from '../model/model';
import type { PlanesOfCaller } from '../model/planes';

const DIRECT: readonly Route[] = ['direct'];
const THROUGH: readonly Route[] = ['waypoint'];
const BOTH: readonly Route[] = ['direct', 'waypoint'];

/**
 * How the connections of an edge reach the pods of a callee that has a waypoint. Without one they go by themselves and nothing is said.
 *
 * What can take either route is granted on both, as whole ports only: a pod cannot tell which requests came past its waypoint. Requests
 * therefore have one route, and where that is not the waypoint's a check refuses them.
 */
export class Router {
  private readonly known = new WeakMap<readonly PortAccessModel[], { readonly routes: string; readonly access: readonly PortAccessModel[] }>();

  constructor(private readonly planes: PlanesOfCaller) {}

  /** Edges that share their access before share it behind, unless their callers go another way. */
  public route(edge: EdgeModel, callee: ServiceModel): EdgeModel {
    if (callee.waypoint === undefined) return edge;
    const routes = edge.access.map((access) => routesOf(edge.caller, callee, access, this.planes));
    const text = routes.join('|');
    const known = this.known.get(edge.access);
    if (known?.routes === text) return { ...edge, access: known.access };
    const access = edge.access.map((one, i) => ({ ...one, routes: routes[i] }));
    this.known.set(edge.access, { routes: text, access });
    return { ...edge, access };
  }
}

function routesOf(caller: CallerModel, callee: ServiceModel, access: PortAccessModel, planes: PlanesOfCaller): readonly Route[] {
  const ways = waysTo(callee, access);
  if (!ways.includes('waypoint')) return DIRECT;
  const taken = routesOfCaller(caller, planes);
  if (!taken.includes('waypoint')) return DIRECT;
  return access.http !== undefined ? THROUGH : ways.includes('direct') ? BOTH : taken;
}

/** Ways that Services open to a port: a headless one leads to the pods, past any waypoint. HBONE carries TCP alone. */
function waysTo({ kubernetesServices }: ServiceModel, { targetPort, protocol }: PortAccessModel): readonly Route[] {
  if (protocol === 'udp' || protocol === 'sctp') return DIRECT;
  const leading = kubernetesServices.filter(({ ports }) => ports.some((p) => p.targetPort === targetPort && p.protocol !== 'udp' && p.protocol !== 'sctp'));
  return leading.map(({ headless }): Route => (headless ? 'direct' : 'waypoint'));
}

function routesOfCaller(caller: CallerModel, planes: PlanesOfCaller): readonly Route[] {
  switch (caller.kind) {
    case 'addresses': return DIRECT;
    // Whoever is in the mesh asks for the Service, whoever is not dials the pods; on a strict port pods may be dialled by the mesh, too.
    case 'anyone': return BOTH;
    case 'identity':
      // Prometheus scrapes pods: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
      if (caller.role === 'prometheus' || caller.usesWaypoints === false) return DIRECT;
      return routesOfPlanes(planes(caller));
    case 'service':
    case 'namespace':
      return routesOfPlanes(planes(caller));
  }
}

/** Sidecars do not go through waypoints: https://istio.io/latest/docs/ambient/usage/waypoint/ */
function routesOfPlanes(planes: readonly DataPlaneName[]): readonly Route[] {
  const direct = planes.some((plane) => plane !== 'ambient');
  const through = planes.length === 0 || planes.includes('ambient');
  return direct && through ? BOTH : direct ? DIRECT : THROUGH;
}
