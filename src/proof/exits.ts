import { callerOf } from '../eval/callers';
import { matchesHostName } from '../eval/cluster/hosts';
import { namespaceOfObject } from '../eval/cluster/policies';
import { leave } from '../eval/leave';
import { ruleRef } from '../eval/refs';
import { routesOfEntry } from '../eval/routing/routes';
import { EVERYTHING, intersect, isEmpty, NOTHING } from '../eval/request-set';
import type { Caller } from '../eval/types';
import { prepareWaypoint, type PreparedWaypoint } from '../eval/waypoint/prepare';
import type { ServiceEntry } from '../manifest/kinds';
import type { ManifestObject } from '../manifest/manifests';
import type { ExternalEdgeModel, ServiceModel, WaypointModel } from '../model/model';
import { callerKey } from './caller-key';
import { mentioned, strangers, workloadCaller } from './callers';
import { excess } from './compare';
import { saysTheSame, shownBy } from './externals';
import { type DeclaredWaypoint, isOf, listens } from './fronts';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { blocksOf, boundMentions } from './mentions';
import { addressesApart, firstOf, inBlock } from './minimal';
import { waypointId } from './planes';

const LAYER = 'waypoint-authorization';

/**
 * ServiceEntries behind a waypoint, external hosts behind the egress waypoint above all: each of them is reached by those who declared it and by
 * nobody else, they do go through it, and each name leads nowhere but where it is looked up to. That nobody leaves in another way,
 * NetworkPolicy sees to. An entry that nobody declared lets nobody through: it may lead to any pods, who take the waypoint's word.
 */
export function checkExits(context: Context, waypoint: DeclaredWaypoint, tally: Tally): readonly Gap[] {
  const { model } = context.declared;
  const externals = model.externals.filter((e) => e.through !== undefined && waypointId(e.through) === waypoint.service.id);
  // What another owner puts before their own waypoint is theirs.
  const isOurs = (entry: ManifestObject<ServiceEntry>): boolean => (
    waypoint.model.managed || model.namespaces.some((n) => n.id === namespaceOfObject(entry))
  );
  return [
    ...context.world.policies.serviceEntries.filter(isOurs).flatMap((entry) => tooManyAt(context, entry, externals, waypoint, tally)),
    ...externals.flatMap((external) => [...unreachable(context, external, tally), ...elsewhere(context, external, waypoint.model)]),
  ];
}

function tooManyAt(
  context: Context, entry: ManifestObject<ServiceEntry>, externals: readonly ExternalEdgeModel[], { model, service }: DeclaredWaypoint, tally: Tally,
): readonly Gap[] {
  const { hosts, ports = [] } = entry.object.spec;
  return ports.flatMap(({ number: port }) => {
    const prepared = at(context, entry, port);
    if (prepared === undefined || !isOf(prepared, model)) return [];
    tally.destinations++;
    const layer = prepared.layers.find((l) => l.layer === LAYER)!;
    // Whoever passes reaches all hosts of the entry.
    const declares = ({ principal }: Caller): boolean => principal !== undefined && hosts.every((host) => externals.some((e) => (
      e.host === host && e.ports.some((p) => p.number === port) && context.declared.principalsOf(e.caller).includes(principal)
    )));
    return callersAt(context, prepared, externals, service).flatMap((caller): readonly Gap[] => {
      tally.decisions++;
      const set = layer.explore(caller);
      const requests = excess(set, declares(caller) ? EVERYTHING : NOTHING);
      if (isEmpty(requests)) return [];
      return [{
        statement: 'layer-least-privilege', layer: LAYER, caller: caller.name, callee: hosts.join(', '), port, protocol: 'TCP', requests,
        undecided: isEmpty(intersect(requests, set.allow)), because: set.because, service,
      }];
    });
  });
}

function at({ world }: Context, entry: ManifestObject<ServiceEntry>, port: number): PreparedWaypoint | undefined {
  return prepareWaypoint(world, { serviceEntry: { namespace: namespaceOfObject(entry), name: entry.object.metadata.name }, port });
}

function callersAt(
  { world, declared, podsOf }: Context, { site }: PreparedWaypoint, externals: readonly ExternalEdgeModel[], service: ServiceModel,
): readonly Caller[] {
  const mentions = boundMentions(site.authorization);
  const addresses = addressesApart(declared.model.mesh.cluster.podCidrs, { ...blocksOf(mentions), declared: [] });
  const own = externals.flatMap((e) => podsOf(declared.service(e.caller))).map((w) => workloadCaller(world, w, addresses.pod));
  const all = [...own, ...mentioned(world, declared, mentions, addresses), ...strangers(declared, service, addresses.pod)];
  return [...new Map(all.map((c) => [callerKey(c), c])).values()];
}

/** NetworkPolicy, the caller's and the waypoint's, is judged with all that it lets out. */
function unreachable(context: Context, external: ExternalEdgeModel, tally: Tally): readonly Gap[] {
  const { world, declared, podsOf } = context;
  const { caller, host, addresses, ports, through } = external;
  const service = declared.service(caller);
  const [ip] = addresses.flatMap((a) => firstOf(a) ?? []);
  return podsOf(service).flatMap((pod) => ports.flatMap(({ number: port, protocol }): readonly Gap[] => {
    tally.decisions++;
    const { layers } = leave(world, callerOf(world, pod), { host, port, protocol: shownBy(protocol), ...(ip === undefined ? {} : { ip }) });
    const gap = { statement: 'declared-works' as const, callee: host, port, protocol: 'TCP' as const, requests: EVERYTHING, service };
    const because = entriesFor(world.policies.serviceEntries, host).map((e) => ruleRef(e));
    if (!layers.some((l) => l.layer === LAYER) || !listens(context.world, through!)) {
      return [{ ...gap, layer: LAYER, caller: `${pod.id}, who does not go through it,`, undecided: false, because }];
    }
    // Through it this is certain: then only which way the caller takes is not.
    if (layers.some((l) => l.layer === 'egress-policy' && l.answer === 'undetermined')) {
      return [{ ...gap, layer: LAYER, caller: `${pod.id}, who may go past it,`, undecided: true, because }];
    }
    return layers.filter((l) => l.layer !== 'egress-policy' && l.layer !== 'waypoint-egress' && l.answer !== 'allow').map((l) => (
      { ...gap, layer: l.layer, caller: pod.id, undecided: l.answer === 'undetermined', because: l.because }
    ));
  }));
}

/** ztunnel knows no `exportTo`: which of several entries for one name it takes is not said. */
function elsewhere(context: Context, external: ExternalEdgeModel, waypoint: WaypointModel): readonly Gap[] {
  const { declared, world } = context;
  const all = declared.model.externals.filter((e) => e.through !== undefined && e.host === external.host);
  const own = (address: string): boolean => all.some((e) => e.addresses.some((cidr) => inBlock(address, cidr)));
  const goesThrough = (entry: ManifestObject<ServiceEntry>): boolean => (entry.object.spec.ports ?? []).every(({ number }) => {
    const prepared = at(context, entry, number);
    return prepared !== undefined && isOf(prepared, waypoint);
  });
  return entriesFor(world.policies.serviceEntries, external.host)
    .flatMap((entry): readonly Gap[] => {
      const leadsThere = goesThrough(entry) && saysTheSame(external, entry.object.spec, own);
      const because = [...(leadsThere ? [] : [ruleRef(entry, 'spec')]), ...routesOfEntry(world, entry)];
      if (because.length === 0) return [];
      return [{
        statement: 'layer-least-privilege', layer: LAYER, caller: external.caller, callee: `whatever else ${external.host} leads to`, protocol: 'TCP',
        requests: EVERYTHING, undecided: true, because, service: declared.service(external.caller),
      }];
    });
}

function entriesFor(entries: readonly ManifestObject<ServiceEntry>[], host: string): readonly ManifestObject<ServiceEntry>[] {
  return entries.filter((e) => e.object.spec.hosts.some((h) => matchesHostName(h, host)));
}
