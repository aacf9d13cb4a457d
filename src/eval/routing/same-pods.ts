import { hostIn, matchesHostName, serviceHost } from '../cluster/hosts';
import { namespaceOfObject } from '../cluster/policies';
import { entriesNamed } from '../cluster/service-entries';
import { isReal, type ServiceView } from '../cluster/services';
import type { World } from '../world';
import type { DialledService } from './gateway-route';

const EXPORT_TO = 'networking.istio.io/exportTo';

/**
 * A Service in front of some of the pods of another, at the same port of theirs, picks among them as a subset does: what a route sends to it
 * arrives where it was dialled. So canaries are split by host. A Sidecar that has the route has the Service, too.
 *
 * INVARIANT: whatever may set one of them apart (a headless one, one that is not shown to everybody, another with its name, a DestinationRule
 * of one alone, endpoints that somebody put there) is elsewhere.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/sidecar.go (`collectImportedServices`)
 */
export function picksAmong(world: World, other: DialledService, dialled: DialledService): boolean {
  const [there, here] = [other, dialled].map((s) => world.services.find(s.namespace, s.name));
  if (there === undefined || here === undefined || !isPlain(world, there) || !isPlain(world, here)) return false;
  const [some, all] = [endpointsOf(world, there, other.port), endpointsOf(world, here, dialled.port)];
  return some.length > 0 && [...some, ...all].every((e) => e.placed === undefined && e.workload.apart === undefined)
    && some.every((e) => all.some((a) => a.workload === e.workload && a.port === e.port))
    && rulesFor(world, there) === rulesFor(world, here);
}

function isPlain(world: World, service: ServiceView): boolean {
  return isReal(service) && !service.headless && service.source.object.metadata.annotations?.[EXPORT_TO] === undefined
    && entriesNamed(world, serviceHost(world, service)).length === 0;
}

function endpointsOf(world: World, service: ServiceView, port: number): ReturnType<World['services']['endpoints']> {
  const declared = service.ports.find((p) => p.port === port && (p.protocol ?? 'TCP') === 'TCP');
  return declared === undefined ? [] : world.services.endpoints(service, declared);
}

/** Which rules set how it is sent there; the same for both, it is sent alike. */
function rulesFor(world: World, service: ServiceView): string {
  const host = serviceHost(world, service);
  return world.policies.destinationRules.flatMap((rule, i) => {
    const own = hostIn(world, namespaceOfObject(rule), rule.object.spec.host);
    return matchesHostName(own, host) ? [i] : [];
  }).join();
}
