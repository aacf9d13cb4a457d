import { decisionOfAnyAge } from './age/any-age';
import { rivalsOf } from './age/rivals';
import type { ServiceEntryPort, Sidecar } from '../manifest/kinds';
import { matchesHostName } from './cluster/hosts';
import { type From, namespaceOfObject } from './cluster/policies';
import { inScope } from './cluster/sidecar-scope';
import { decisionOf } from './layers/combined';
import { judgeEgress } from './layers/egress-policy';
import { judgeScope } from './layers/egress-scope';
import { decisionFor } from './layers/layer';
import { leaveBy } from './leave-by-waypoint';
import { within } from './matcher/cidr';
import { every, some, type Tri, tri } from './tri';
import { changesNothing } from './routing/course';
import { mayBeRouted, routesFor } from './routing/routes';
import type { Caller, Decision, HttpRequest, RuleRef } from './types';
import type { World } from './world';

/** Something outside the cluster that a caller dials. */
export interface ExternalTarget {
  /** Undefined: only an address. */
  readonly host?: string;
  /** Undefined: not known; NetworkPolicy sees nothing else. */
  readonly ip?: string;
  readonly port: number;
  /** How the host shows: `http` in the request, `tls` as server name, `tcp` not at all. */
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** What a waypoint on the way would be asked about; left out: any request. */
  readonly http?: HttpRequest;
}

/**
 * May the caller reach something outside the cluster? Its own two layers decide, and a waypoint before the ServiceEntry that has the
 * host; there is no callee of ours. To ambient callers `exportTo` and the outbound policy are nothing: what no waypoint stands before,
 * ztunnel passes on.
 */
export function leave(world: World, caller: Caller, target: ExternalTarget): Decision {
  const rivals = world.orderIsAge ? [] : rivalsOf(world, caller);
  return rivals.length === 0 ? leaveAs(world, caller, target) : decisionOfAnyAge(world, rivals, (other) => leaveAs(other, caller, target));
}

function leaveAs(world: World, caller: Caller, target: ExternalTarget): Decision {
  return leaveBy(world, caller, target, leaveDirectly(world, caller, target));
}

function leaveDirectly(world: World, caller: Caller, target: ExternalTarget): Decision {
  const end = { pod: false, hostNetwork: false, ...(target.ip === undefined ? {} : { ip: target.ip }) };
  const name = target.host ?? target.ip ?? 'an unknown address';
  return decisionOf([
    decisionFor('egress-policy', judgeEgress(world, caller, end, { port: target.port, protocol: 'TCP' })),
    decisionFor('egress-scope', judgeScope(world, caller, target.port, name, (sidecar, namespace) => (
      { known: registered(world, sidecar, namespace, target), rivals: reroutes(world, caller, sidecar, namespace, target) }))),
  ], 'egress-policy');
}

/** Routes for the host by which the caller's proxy does anything but send everything there: through an egress gateway, for one. */
function reroutes(
  world: World, caller: Caller, sidecar: From<Sidecar> | undefined, namespace: string, { host, port, protocol }: ExternalTarget,
): readonly RuleRef[] {
  if (host === undefined || !mayBeRouted(world, host)) return [];
  const { http, streams } = routesFor(world, { host, namespace, port }, undefined, caller, sidecar);
  return protocol === 'http' ? http.filter((course) => !changesNothing(course)).flatMap((course) => course.steps.map((s) => s.ref)) : streams;
}

/** A ServiceEntry is found by port, and then by what its protocol shows: the host, or nothing but the address. */
function registered(world: World, sidecar: From<Sidecar> | undefined, namespace: string, target: ExternalTarget): Tri {
  return some(world.policies.serviceEntries.flatMap((entry) => {
    const { hosts, ports = [], addresses = [], exportTo } = entry.object.spec;
    return ports.filter((p) => p.number === target.port).flatMap((port) => hosts.map((host) => every([
      inScope(sidecar, namespace, { host, namespace: namespaceOfObject(entry), port: port.number, ...(exportTo === undefined ? {} : { exportTo }) }),
      shows(host, port, addresses, target),
    ])));
  }));
}

/** Host and server name decide, whatever the address; a TCP port without addresses is open to every address. */
function shows(host: string, port: ServiceEntryPort, addresses: readonly string[], target: ExternalTarget): Tri {
  const name = target.host?.replace(/:\d+$/, '').replace(/\.$/, '');
  const named = name !== undefined && matchesHostName(host, name);
  switch (kindOf(port)) {
    case 'http': return tri(target.protocol === 'http' && named);
    case 'tls': return tri(target.protocol === 'tls' && named);
    case 'tcp': {
      if (addresses.length === 0) return 'yes';
      if (target.ip !== undefined) return tri(addresses.some((a) => within(target.ip!, a)));
      return named ? 'yes' : 'unknown';
    }
  }
}

/** How a port of a ServiceEntry tells hosts apart. */
export function kindOf({ protocol, name }: ServiceEntryPort): ExternalTarget['protocol'] {
  const declared = (protocol ?? name.split('-')[0]).toLowerCase();
  if (['http', 'http2', 'grpc', 'grpc-web'].includes(declared)) return 'http';
  return ['https', 'tls'].includes(declared) ? 'tls' : 'tcp';
}
