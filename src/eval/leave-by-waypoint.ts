import type { ServiceEntry } from '../manifest/kinds';
import { addressView } from './cluster/entry-ends';
import { type From, namespaceOfObject } from './cluster/policies';
import { decisionOf } from './layers/combined';
import { decisionFor } from './layers/layer';
import type { ExternalTarget } from './leave';
import { entriesFor, isCaught } from './outward/caught';
import { throughEntry } from './outward/leads';
import { judgeLeads } from './outward/way-out';
import { equals, isEmpty, type RequestSet } from './request-set';
import type { Caller, Decision, LayerDecision } from './types';
import { type WaypointTarget, waypointOf } from './waypoint/binding';
import { eitherDecision } from './waypoint/either';
import { idlePolicies } from './waypoint/idle';
import { type PreparedWaypoint, prepareWaypoint } from './waypoint/prepare';
import { wayTo } from './waypoint/route';
import type { World } from './world';

/**
 * The way out: through the waypoint of the ServiceEntry, for those who use one, else `directly`. ztunnel finds an entry by the address
 * that its own DNS gave the host, so that whoever dials the host's real address goes past the waypoint.
 *
 * https://github.com/istio/ztunnel/blob/master/src/proxy/outbound.rs (`build_request`)
 */
export function leaveBy(world: World, caller: Caller, target: ExternalTarget, directly: Decision): Decision {
  const entries = entriesFor(world, target);
  const bound = entries.filter((entry) => !['none', 'unserved'].includes(waypointOf(world, asTarget(entry, target.port)).kind));
  if (bound.length === 0) return noting(entries.flatMap((entry) => idlePolicies(world, asTarget(entry, target.port)) ?? []), directly);
  const way = wayTo(world, caller, asTarget(bound[0], target.port));
  if (way.way === 'direct') return noting(bound.flatMap((entry) => idlePolicies(world, asTarget(entry, target.port)) ?? []), directly);
  const doubt = way.way === 'unknown' ? way.text : entries.length > 1 ? `several ServiceEntries have ${target.host ?? target.ip}` : isCaught(bound[0], caller, target) ? undefined : 'which address leads to that ServiceEntry is not in the manifests';
  const waypoint = prepareWaypoint(world, asTarget(bound[0], target.port));
  const through = waypoint && throughWaypoint(world, caller, target, bound[0], waypoint);
  return doubt === undefined && through !== undefined ? through : eitherDecision(doubt ?? '', directly, entries.length > 1 ? undefined : through);
}

/** Sets of requests that a waypoint on the way out tells from others; none: there is no waypoint, or it reads none. */
export function toldApartOut(world: World, caller: Caller, target: ExternalTarget): readonly RequestSet[] {
  return entriesFor(world, target).flatMap((entry) => {
    const waypoint = prepareWaypoint(world, asTarget(entry, target.port));
    const layer = waypoint?.protocol === 'tcp' ? undefined : waypoint?.layers.find((l) => l.layer === 'waypoint-authorization');
    if (layer === undefined || wayTo(world, caller, asTarget(entry, target.port)).way === 'direct') return [];
    const { allow, maybe } = layer.explore(caller);
    return [allow, maybe];
  });
}

function asTarget(entry: From<ServiceEntry>, port: number): WaypointTarget {
  return { serviceEntry: { namespace: namespaceOfObject(entry), name: entry.object.metadata.name }, port };
}

/** The waypoint dials the host at the port that the entry leads to. */
function throughWaypoint(world: World, caller: Caller, target: ExternalTarget, entry: From<ServiceEntry>, waypoint: PreparedWaypoint): Decision {
  const port = entry.object.spec.ports?.find((p) => p.number === target.port);
  const leads = port === undefined ? [{ end: addressView(target.host ?? '', target.ip), port: target.port }] : throughEntry(world, entry, port, target);
  const layers = waypoint.layers.map((layer) => {
    if (layer.layer !== 'waypoint-authorization') return layer.decide(caller, {});
    return port === undefined ? withoutPort(target.port, entry) : atWaypoint(caller, target, waypoint);
  });
  return decisionOf([...layers, decisionFor('waypoint-egress', judgeLeads(world, waypoint.caller, leads))], 'waypoint-authorization');
}

function withoutPort(port: number, entry: From<ServiceEntry>): LayerDecision {
  return { layer: 'waypoint-authorization', answer: 'deny', text: `ServiceEntry ${namespaceOfObject(entry)}/${entry.object.metadata.name} has no port ${port}`, because: [] };
}

/** Without a request at hand: all of them, none, or it depends. */
function atWaypoint(caller: Caller, { http, protocol }: ExternalTarget, { layers, protocol: read, universe }: PreparedWaypoint): LayerDecision {
  const layer = layers.find((l) => l.layer === 'waypoint-authorization')!;
  if (http !== undefined || protocol !== 'http' || read === 'tcp') return layer.decide(caller, protocol === 'http' && http !== undefined ? { http } : {});
  const { allow, maybe, because } = layer.explore(caller);
  const probe = layer.decide(caller, { http: { method: 'GET', path: '/', host: 'any.example', headers: {} } });
  if (isEmpty(allow) && isEmpty(maybe)) return { ...probe, answer: 'deny' };
  if (equals(allow, universe)) return { ...probe, answer: 'allow' };
  return { layer: 'waypoint-authorization', answer: 'undetermined', text: 'it depends on the request', because };
}

function noting(notes: readonly string[], decision: Decision): Decision {
  if (notes.length === 0) return decision;
  const layers = decision.layers.map((l) => (l.layer === 'egress-scope' ? { ...l, text: `${l.text}; ${notes.join('; ')}` } : l));
  return { ...decision, layers };
}
