import { type DeclaredCaller, type DeclaredService, type PlaneName, type PortName, PORTS, type Program } from './program';

/** What a reader of the declaration knows, without a line of the library's: data planes, waypoints, and what can be granted. */

export function planesOf({ namespaces }: Program, { namespace, plane }: Pick<DeclaredService, 'namespace' | 'plane'>): readonly PlaneName[] {
  const around = namespaces.find((n) => n.name === namespace)!;
  if (plane !== undefined && plane !== around.plane) return [plane];
  return around.migrating ? ['ambient', 'sidecar'] : [around.plane];
}

export function hasWaypoint(program: Program, service: DeclaredService): boolean {
  if (!planesOf(program, service).includes('ambient') || service.waypoint === 'none') return false;
  if (service.waypoint === 'existing') return true;
  const speaks = service.ports.some((name, i) => ['http', 'grpc'].includes(PORTS[name].protocol) && (!service.headless || (service.too && i === 0)));
  return program.namespaces.find((n) => n.name === service.namespace)!.waypoint !== undefined && speaks;
}

/** Namespace and name of it. */
export function waypointOf({ namespaces }: Program, { namespace, waypoint }: DeclaredService): string {
  return waypoint === 'existing' || namespaces.find((n) => n.name === namespace)!.waypoint === 'existing' ? 'infra/shared' : `${namespace}/waypoint`;
}

/** `through`: by a Service with an address; `past`: by one without. */
export function leadsTo(service: DeclaredService, port: PortName): { readonly through: boolean; readonly past: boolean } {
  const first = service.ports[0] === port;
  return { through: !service.headless || (service.too && first), past: service.headless || (service.peers && first) };
}

/** Nothing: it is no pod, or whatever the callee is. */
export function planesOfCaller(program: Program, caller: DeclaredCaller): readonly PlaneName[] {
  switch (caller.kind) {
    case 'service': return planesOf(program, program.services[caller.service]);
    case 'namespace': {
      const { namespace } = caller;
      const inside = program.services.filter((s) => s.namespace === namespace);
      return [{ namespace }, ...inside].flatMap((s) => planesOf(program, s));
    }
    case 'gateway': case 'job': return ['ambient'];
    default: return [];
  }
}

/** Can requests be told apart on the way of this caller to this port? */
export function seesRequests(program: Program, callee: number, caller: DeclaredCaller, port: PortName): boolean {
  const service = program.services[callee];
  if (!['http', 'grpc'].includes(PORTS[port].protocol) || ['prometheus', 'cidr', 'appliance'].includes(caller.kind)) return false;
  if (caller.kind === 'anyone' && PORTS[port].plaintext) return false;
  const planes = planesOf(program, service);
  if (planes.length === 1 && planes[0] !== 'ambient') return planes[0] === 'sidecar';
  const { through, past } = leadsTo(service, port);
  return hasWaypoint(program, service) && through && !past && !planesOfCaller(program, caller).includes('sidecar');
}

/** Can this caller be granted the port at all, or is there nothing to know it by? */
export function canReach(program: Program, callee: number, caller: DeclaredCaller, port: PortName): boolean {
  const service = program.services[callee];
  const { protocol, plaintext } = PORTS[port];
  const byIdentity = caller.kind !== 'cidr' && caller.kind !== 'anyone';
  if (planesOf(program, service).includes('none')) return !byIdentity;
  if (protocol === 'udp') return !(hasWaypoint(program, service) && leadsTo(service, port).through) && caller.kind === 'service';
  // Which address a sidecar sees behind HBONE is not known, so that where callers come in both ways a rule by addresses is not proved.
  if (caller.kind === 'cidr') return plaintext && !planesOf(program, service).includes('sidecar');
  const dialsServices = caller.kind === 'service' || caller.kind === 'namespace';
  if (dialsServices && !leadsTo(service, port).through && planesOfCaller(program, caller).includes('sidecar') && planesOf(program, service).includes('ambient')) return false;
  if (caller.kind === 'namespace') return !planesOf(program, { namespace: caller.namespace }).includes('none');
  return !planesOfCaller(program, caller).includes('none');
}
