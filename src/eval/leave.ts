import { decisionOfAnyAge } from './age/any-age';
import { rivalsOf } from './age/rivals';
import type { Sidecar } from '../manifest/kinds';
import type { From } from './cluster/policies';
import { decisionOf } from './layers/combined';
import { judgeScope } from './layers/egress-scope';
import { decisionFor } from './layers/layer';
import { leaveBy } from './leave-by-waypoint';
import { registeredFor } from './outward/entries';
import { type Lead, leadsOf } from './outward/leads';
import { judgeLeads } from './outward/way-out';
import { some } from './tri';
import { changesNothing, taking } from './routing/course';
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
 *
 * @param leads Where it goes; left out: wherever ServiceEntries, or the address, lead to
 */
export function leave(world: World, caller: Caller, target: ExternalTarget, leads?: readonly Lead[]): Decision {
  const rivals = world.orderIsAge ? [] : rivalsOf(world, caller);
  const inWorld = (w: World): Decision => leaveBy(w, caller, target, leaveDirectly(w, caller, target, leads ?? leadsOf(w, caller, target)));
  return rivals.length === 0 ? inWorld(world) : decisionOfAnyAge(world, rivals, inWorld);
}

function leaveDirectly(world: World, caller: Caller, target: ExternalTarget, leads: readonly Lead[]): Decision {
  const name = target.host ?? target.ip ?? 'an unknown address';
  return decisionOf([
    decisionFor('egress-policy', judgeLeads(world, caller, leads)),
    decisionFor('egress-scope', judgeScope(world, caller, target.port, name, (sidecar, namespace) => (
      {
        known: some(registeredFor(world, sidecar, namespace, target).map((r) => r.known)),
        rivals: reroutes(world, caller, sidecar, namespace, target),
      }))),
  ], 'egress-policy');
}

/** Routes for the host by which the caller's proxy does anything but send everything there: through an egress gateway, for one. */
function reroutes(
  world: World, caller: Caller, sidecar: From<Sidecar> | undefined, namespace: string, { host, port, protocol }: ExternalTarget,
): readonly RuleRef[] {
  if (host === undefined || !mayBeRouted(world, host)) return [];
  const { http, streams } = routesFor(world, { host, namespace, port }, undefined, caller, sidecar);
  return protocol === 'http' ? http.filter((course) => !changesNothing(course)).flatMap((course) => taking(course).map((s) => s.ref)) : streams;
}
