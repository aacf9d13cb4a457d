import type { ServiceEntry, Service } from '../../manifest/kinds';
import type { Site } from '../authorization/site';
import type { From } from '../cluster/policies';
import { type PortProtocol, protocolOf } from '../cluster/protocol';
import { verdict } from '../layers/layer';
import { tokenRulesOf } from '../tokens/rule';
import type { Arrival } from '../layers/arrival';
import { isAddressOrCidr } from '../matcher/cidr';
import type { Caller, WorkloadView } from '../types';
import type { World } from '../world';
import { objectOf, type WaypointBinding, type WaypointTarget } from './binding';
import { doubtOnward } from './onward';
import { named, policiesAt } from './policies';

/**
 * A waypoint, as the policies on what was dialled see a connection: ports are the Service's, and so is the destination's address; the
 * client's address is not there, because HBONE ends in a connection within the proxy; and the client is who the tunnel says.
 */
export function waypointSite(world: World, target: WaypointTarget, { pod, gateway, because }: Extract<WaypointBinding, { kind: 'waypoint' }>): Site {
  const { authorization, request } = policiesAt(world, { target, gateway });
  const { namespace, name } = named(target);
  const doubt = doubtOnward(world, target, pod);
  return {
    world,
    destination: { workload: pod, port: target.port, protocol: 'TCP', ...('service' in target ? { service: { namespace, name, port: target.port } } : {}) },
    authorization,
    requests: request,
    engine: 'waypoint',
    capture: { captured: 'yes', text: `waypoint ${pod.id} stands before ${namespace}/${name}:${target.port}`, because },
    protocol: protocolAt(world, target),
    tokens: tokenRulesOf(request),
    dialled: addressesOf(world, target),
    arrive: (caller) => {
      const { verdict: arrived, identity } = arrival(world, pod, caller);
      // Whoever is turned away is not sent on.
      return { verdict: doubt === undefined || arrived.answer === 'deny' ? arrived : verdict('undetermined', doubt.text, doubt.because), identity };
    },
  };
}

/** HBONE asks for a certificate, of the mesh's trust domain or an alias of it. */
function arrival({ trustDomains }: World, pod: WorkloadView, { principal, name }: Caller): Arrival {
  if (principal === undefined) return { verdict: verdict('deny', () => `${name} has no identity, which waypoint ${pod.id} asks for`), identity: 'none' };
  return trustDomains.includes(principal.split('/')[0])
    ? { verdict: verdict('allow', () => `arrives at the waypoint as \`${principal}\``), identity: 'stated' }
    : { verdict: verdict('deny', () => `the handshake refuses \`${principal}\`, which is not of trust domain ${trustDomains.join(' or ')}`), identity: 'stated' };
}

/** By the port's own declaration: which other Services lead to the same pods makes no difference here. */
export function protocolAt(world: World, target: WaypointTarget): PortProtocol {
  const { object } = objectOf(world, target)!;
  if (object.kind === 'Service') {
    const port = (object as Service).spec.ports?.find((p) => p.port === target.port && (p.protocol ?? 'TCP') === 'TCP');
    return port === undefined ? 'tcp' : protocolOf(port);
  }
  const port = (object as ServiceEntry).spec.ports?.find((p) => p.number === target.port);
  return port === undefined ? 'tcp' : protocolOf({ port: port.number, name: port.protocol?.toLowerCase() ?? port.name });
}

function addressesOf(world: World, target: WaypointTarget): readonly string[] {
  if ('service' in target) return world.services.find(target.service.namespace, target.service.name)!.addresses;
  return ((objectOf(world, target) as From<ServiceEntry>).object.spec.addresses ?? []).filter(isAddressOrCidr);
}
