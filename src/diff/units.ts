import { prepare, type Destination, type Prepared, type WorkloadView, type World } from '../eval';
import { GATEWAY_NAME } from '../eval/cluster/gateways';
import { prepareAnew } from '../eval/prepare';
import type { Protocol } from '../manifest/kinds';
import { ingressMentions, portsApart, UNDECLARED_PORT } from '../proof/mentions';
import { calleesOf, type Callee } from '../report/enforced/callees';
import { accountName, strangersOf } from './strangers';
import { both, SIDES, unionBy, type Both, type Side } from './both';
import type { Surroundings } from './subjects';

/** What answers a call on each side, compared as a whole. */
export interface Unit {
  readonly name: string;
  /** `pod:shop/catalog`, where a callee's endpoints are compared one by one. */
  readonly endpoint: string;
  /** Of one side several where the other's one endpoint has none of its own kind there; none: nothing answers. */
  readonly at: Both<readonly Prepared[]>;
  /** As a question writes it. */
  readonly target: string;
  /** It stands for all ports that nothing mentions. */
  readonly isRest?: boolean;
}

/** A callee, endpoint by endpoint; `unknown`: its endpoints are not in these manifests. */
export interface PairedCallee {
  readonly name: string;
  readonly only?: Side;
  readonly units: readonly Unit[];
  readonly unknown?: Both<boolean>;
}

/** One after the other: what is prepared for all of them at once is more than fits into memory. */
export function* calleesIn({ worlds, concernedAt }: Surroundings): Iterable<PairedCallee> {
  for (const found of unionBy(both((side) => calleesOf(worlds[side])), (c) => c.key).values()) {
    const { before, after } = found;
    const isSame = before !== undefined && after !== undefined
      && concernedAt({ before: before.destinations, after: after.destinations }) === 'nobody';
    if (!isSame) yield paired(worlds, found);
  }
}

function paired(worlds: Both<World>, found: Partial<Both<Callee>>): PairedCallee {
  const one = (found.after ?? found.before)!;
  const isPod = one.key.startsWith('pod:');
  const target = one.key.replace(/\/[A-Z]+$/, '');
  const listed = both((side) => found[side]?.destinations ?? []);
  // A port that a side does not list, or has no Service for, is a port of its pods all the same.
  const destinations = both((side) => (found[side] === undefined ? atPods(worlds[side], listed[side === 'before' ? 'after' : 'before']) : listed[side]));
  const missing = SIDES.find((side) => destinations[side].length === 0 && found[side] === undefined);
  const unknown = both((side) => found[side] !== undefined && destinations[side].length === 0);
  if (unknown.before || unknown.after) return { name: one.name, units: [], unknown };
  const units = endpoints(destinations).map(({ id, at }): Unit => ({
    name: one.name, endpoint: `pod:${id}`, target, at: both((side) => at[side].map((d) => prepare(worlds[side], d))),
  }));
  const only = SIDES.find((side) => found[side] !== undefined && missing !== undefined);
  return { name: one.name, ...(only === undefined ? {} : { only }), units: [...units, ...(isPod ? [] : pastWaypoints(worlds, units))] };
}

function atPods(world: World, destinations: readonly Destination[]): readonly Destination[] {
  return destinations.flatMap(({ workload, port, protocol }) => {
    const same = world.workloads.find((w) => w.id === workload.id);
    return same === undefined ? [] : [podOf({ workload: same, port, protocol })];
  });
}

/** Each with its like of the other side; what has none there is held against all that answer there. */
function endpoints(destinations: Both<readonly Destination[]>): readonly { readonly id: string; readonly at: Both<readonly Destination[]> }[] {
  return [...unionBy(destinations, (d) => d.workload.id)].map(([id, found]) => ({
    id, at: both((side) => (found[side] === undefined ? destinations[side] : [found[side]])),
  }));
}

/** Where a waypoint stands before a Service on either side, its pods' address is another way to them. */
function pastWaypoints(worlds: Both<World>, units: readonly Unit[]): readonly Unit[] {
  return units.filter(({ at }) => SIDES.some((side) => at[side].some((p) => p.waypoint !== undefined))).map((unit) => {
    const { workload, port } = (unit.at.after[0] ?? unit.at.before[0]).destination;
    const name = `${unit.name} past its waypoint, at pod:${workload.id}:${port}`;
    return {
      ...unit,
      name,
      target: `pod:${workload.id}:${port}`,
      at: both((side) => unit.at[side].map(({ destination }) => prepare(worlds[side], podOf(destination)))),
    };
  });
}

function podOf({ workload, port, protocol }: Destination): Destination {
  return { workload, port, protocol };
}

/** What each workload of both sides does with ports that nobody names, one for each interval that policies cut them into. */
export function* otherPorts(surroundings: Surroundings): Iterable<Unit> {
  const { worlds } = surroundings;
  const listed = both((side) => listedPorts(worlds[side]));
  const workloads = both((side) => worlds[side].workloads.filter((w) => w.labels[GATEWAY_NAME] === undefined));
  for (const { before, after } of unionBy(workloads, (w) => w.id).values()) {
    if (before !== undefined && after !== undefined) yield* unlisted(surroundings, listed, `pod:${before.id}`, { before, after });
  }
  const strangers = strangersOf(worlds);
  for (const [i, before] of strangers.before.entries()) {
    yield* unlisted(surroundings, listed, accountName(before), { before, after: strangers.after[i] });
  }
}

function unlisted(
  { worlds, concernedAt }: Surroundings, listed: Both<ReadonlySet<string>>, endpoint: string, workload: Both<WorkloadView>,
): readonly Unit[] {
  const { id } = workload.after;
  const mentions = SIDES.map((side) => ingressMentions(worlds[side], workload[side]));
  return PROTOCOLS.flatMap((protocol) => {
    return portsApart(protocol, mentions).filter((port) => SIDES.every((side) => !listed[side].has(`${id} ${port}/${protocol}`))).flatMap((port): readonly Unit[] => {
      const at = both((side): Destination => ({ workload: workload[side], port, protocol }));
      if (concernedAt({ before: [at.before], after: [at.after] }) === 'nobody') return [];
      const suffix = protocol === 'TCP' ? '' : `/${protocol}`;
      return [{
        isRest: port === UNDECLARED_PORT, name: `${endpoint}:${port}${suffix}`, endpoint, target: `pod:${id}:${port}`,
        at: both((side) => [prepareAnew(worlds[side], at[side])]),
      }];
    });
  });
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** Of pods and of Services that lead to them. */
function listedPorts(world: World): ReadonlySet<string> {
  const own = world.workloads.flatMap(({ id, containerPorts }) => containerPorts.map((p) => `${id} ${p.containerPort}/${p.protocol}`));
  const led = world.services.all.flatMap((service) => service.ports.flatMap((port) => world.services.dialled(service, port)
    .map(({ workload, port: target, protocol }) => `${workload.id} ${target}/${protocol}`)));
  return new Set([...own, ...led]);
}
