import type { Decision, Destination, World } from '../eval';
import type { Lane } from '../eval/gateway/lanes';
import { through, throughToHost } from '../eval/gateway/through';
import { exploreWay, exploreWayOut, type Way, type WayOut, waysOf, waysOutOf } from '../eval/gateway/ways';
import type { Caller, Exploration, Request } from '../eval/types';
import { calleeNameOf } from '../report/enforced/ways';

/** Where rules of a gateway lead: to a port of a Service, or out of the cluster. */
export type Lead = Way | WayOut;

export function leadsOf(world: World, lane: Lane): readonly Lead[] {
  return [...waysOf(world, lane), ...waysOutOf(world, lane)];
}

/** As a question writes it. */
export function targetOf(lead: Lead): string {
  return 'service' in lead ? `${lead.service.namespace}/${lead.service.name}:${lead.service.port}` : `${lead.host}:${lead.port}`;
}

export function calleeOf(world: World, lead: Lead): string {
  return 'service' in lead ? calleeNameOf(world, lead) : targetOf(lead);
}

export function exploreLead(world: World, lead: Lead, client: Caller): Pick<Exploration, 'allow' | 'maybe'> {
  return 'service' in lead ? exploreWay(world, lead, client) : exploreWayOut(world, lead, client);
}

/** Nobody can be asked of a gateway that is not there, or of pods that are not. */
export function isKnown(lead: Lead): boolean {
  return lead.lane.absent === undefined && (!('service' in lead) || lead.destinations.length > 0);
}

/** By each that may answer there. */
export function decideLead(world: World, lead: Lead, client: Caller, request: Request): readonly Decision[] {
  const { pod: workload, at: port, absent } = lead.lane;
  if (absent !== undefined) return [];
  const gateway: Destination = { workload, port, protocol: 'TCP' };
  return 'service' in lead
    ? lead.destinations.map((destination) => through(world, client, gateway, destination, request))
    : [throughToHost(world, client, gateway, lead, request)];
}
