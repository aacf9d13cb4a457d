import type { World } from '../eval';
import { type Lane, lanesOf } from '../eval/gateway/lanes';
import { isEmpty, isSubset, type RequestSet, setKey, subtract, union, witness } from '../eval/request-set';
import { NOWHERE, shownText } from '../report/enforced/ways';
import { clientsAt, type WayClient } from '../report/enforced/way-clients';
import { severity } from './access';
import { both, SIDES, type Both } from './both';
import { contentsOf } from './doubt/contents';
import { differenceIn } from './doubt/difference';
import { withoutNames } from './doubt/reason';
import { calleeOf, exploreLead, type Lead, leadsOf, targetOf } from './leads';
import { effectOf, levelsOf, type Levels, rangeOf, type Step, stepsBetween, undecidedIn } from './levels';
import type { Surroundings } from './subjects';
import type { AccessChange, CalleeDiff, StepReport, Undecided } from './types';
import { wayInquiry } from './way-doubts';
import { sentThrough, wayWitness } from './way-witness';

/** From one port of a gateway to one of a Service or out of the cluster, whatever hosts and rules lead there. */
export interface WayUnit {
  readonly callee: string;
  /** `istio-ingress/edge:443`, and the server name where connections are told apart by it. */
  readonly via: string;
  readonly at: Both<readonly Lead[]>;
}

/** What changes for whoever comes through gateways. Names of Gateways, routes and rules are nobody's access. */
export function wayDiffs(surroundings: Surroundings): readonly CalleeDiff[] {
  const { worlds } = surroundings;
  const units = unitsOf(worlds);
  const found = units.flatMap((unit) => {
    const changes = clientsOf(surroundings, unit).map((client) => diffFor(worlds, unit, client));
    const [usual] = changes;
    const told = changes.filter((c) => c === usual || keyOf(c) !== keyOf(usual));
    const [access, undecided] = [told.flatMap(({ change }) => change ?? []), told.flatMap((t) => t.undecided ?? [])];
    return access.length + undecided.length === 0 ? [] : [{ callee: unit.callee, changes: access, layers: [], undecided }];
  });
  return [...found, ...anywhere(worlds)];
}

/** Of a port of which something is said already it is said there. */
export function withWays(diffs: readonly CalleeDiff[], ways: readonly CalleeDiff[]): readonly CalleeDiff[] {
  const byName = new Map<string, CalleeDiff>();
  for (const way of ways) {
    const known = byName.get(way.callee);
    byName.set(way.callee, known === undefined ? way : together(known, way));
  }
  const beside = diffs.map((diff): CalleeDiff => {
    const way = byName.get(diff.callee);
    byName.delete(diff.callee);
    return way === undefined ? diff : together(diff, way);
  });
  return [...beside, ...byName.values()];
}

function together(diff: CalleeDiff, way: CalleeDiff): CalleeDiff {
  return { ...diff, changes: [...diff.changes, ...way.changes], undecided: [...diff.undecided, ...way.undecided] };
}

function unitsOf(worlds: Both<World>): readonly WayUnit[] {
  const units = new Map<string, { readonly callee: string; readonly via: string; readonly at: Both<Lead[]> }>();
  for (const side of SIDES) {
    for (const lane of lanesOf(worlds[side])) {
      for (const lead of leadsOf(worlds[side], lane)) {
        const key = `${laneKey(lane)} ${targetOf(lead)}`;
        const unit = units.get(key) ?? { callee: calleeOf(worlds[side], lead), via: viaOf(lane), at: { before: [], after: [] } };
        unit.at[side].push(lead);
        units.set(key, side === 'after' ? { ...unit, callee: calleeOf(worlds[side], lead), via: viaOf(lane) } : unit);
      }
    }
  }
  return [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unit]) => unit);
}

/** A gateway is its pods; one without any is its name. */
function laneKey({ pod, at, gateway, absent, isHttp, host, port }: Lane): string {
  return [absent === undefined ? pod.id : gateway, absent === undefined ? at : port ?? '', isHttp ? '' : host].join(' ');
}

function viaOf({ gateway, port, isHttp, host }: Lane): string {
  return `${gateway}${port === undefined ? '' : `:${port}`}${isHttp || host === '*' ? '' : ` (${host})`}`;
}

function clientsOf({ worlds, indexes }: Surroundings, { at }: WayUnit): readonly WayClient[] {
  const all = SIDES.flatMap((side) => at[side].flatMap(({ lane }) => clientsAt(worlds[side], indexes[side], lane)));
  return [...new Map(all.map((client) => [client.name, client])).values()];
}

function levelsAt(world: World, leads: readonly Lead[], { caller }: WayClient): Levels {
  const each = leads.map((lead) => levelsOf(exploreLead(world, lead, caller)));
  return { allow: union(...each.map((l) => l.allow)), possible: union(...each.map((l) => l.possible)) };
}

interface ClientDiff {
  readonly change?: AccessChange;
  readonly undecided?: Undecided;
}

function diffFor(worlds: Both<World>, unit: WayUnit, client: WayClient): ClientDiff {
  const levels = both((side) => levelsAt(worlds[side], unit.at[side], client));
  const change = changeOf(worlds, unit, client, levels);
  const undecided = undecidedOf(worlds, unit, client, undecidedIn(both((side) => rangeOf([levels[side]]))));
  return { ...(change === undefined ? {} : { change }), ...(undecided === undefined ? {} : { undecided }) };
}

/** What is decided on neither side, where something else would decide it after. */
function undecidedOf(worlds: Both<World>, unit: WayUnit, client: WayClient, requests: RequestSet): Undecided | undefined {
  if (isEmpty(requests)) return undefined;
  const inquiries = both((side) => unit.at[side].map((lead) => wayInquiry(worlds[side], lead, client.caller)));
  const found = differenceIn(inquiries, requests, (some) => sentThrough(worlds, unit, witness(some)!));
  return found && { caller: `${client.name} via gateway ${unit.via}`, requests: textOf(unit, found.requests), text: found.text };
}

function changeOf(worlds: Both<World>, unit: WayUnit, client: WayClient, levels: Both<Levels>): AccessChange | undefined {
  const steps = stepsBetween(both((side) => rangeOf([levels[side]])));
  if (steps.length === 0) return undefined;
  const nothing = both((side) => isEmpty(levels[side].possible));
  const report = (step: Step): StepReport => ({
    effect: effectOf(step), from: step.from, to: step.to, requests: textOf(unit, step.requests), witness: wayWitness(worlds, unit, client, step),
  });
  return {
    caller: `${client.name} via gateway ${unit.via}`,
    crowd: true,
    kind: nothing.before ? 'added' : nothing.after ? 'removed' : 'changed',
    access: both((side) => accessText(unit, levels[side])),
    steps: steps.map(report).sort((a, b) => severity(a) - severity(b)),
  };
}

function accessText(unit: WayUnit, { allow, possible }: Levels): string {
  const maybe = subtract(possible, allow);
  const texts = [...(isEmpty(allow) ? [] : [textOf(unit, allow)]), ...(isEmpty(maybe) ? [] : [`undetermined: ${textOf(unit, maybe)}`])];
  return texts.length === 0 ? 'nothing' : texts.join('; ');
}

/** Of a port that takes any host for the Service, without hosts. */
function textOf({ at }: WayUnit, requests: RequestSet): string {
  const all = [...at.before, ...at.after].map(({ lane }) => lane.requests);
  const isAll = all.some((r) => r.boxes.every((box) => box.kind === 'bytes' || box.hosts === undefined) && isSubset(r, requests));
  return isAll ? 'everything' : shownText(requests);
}

function keyOf({ change, undecided }: ClientDiff): string {
  return JSON.stringify([change?.steps.map(({ from, to, requests }) => [from, to, requests]), undecided?.requests, undecided?.text]);
}

/** Of rules that may lead anywhere nobody says more than that they are there. */
function anywhere(worlds: Both<World>): readonly CalleeDiff[] {
  const found = both((side) => doubtsOf(worlds[side]));
  return SIDES.flatMap((side) => {
    const other = found[side === 'after' ? 'before' : 'after'];
    return [...found[side]].filter(([key]) => !other.has(key)).map(([, { via, why }]): CalleeDiff => {
      const [before, after] = side === 'after' ? ['deny', 'undetermined'] as const : ['undetermined', 'deny'] as const;
      const effect = effectOf({ from: before, to: after });
      const step: StepReport = { effect, from: before, to: after, requests: 'everything', witness: { text: why, because: [] } };
      const access = both((at) => (at === side ? 'undetermined: everything' : 'nothing'));
      const kind = side === 'after' ? 'added' : 'removed';
      return { callee: NOWHERE, changes: [{ caller: `outside via gateway ${via}`, crowd: true, kind, access, steps: [step] }], layers: [], undecided: [] };
    });
  });
}

/** By what a rule says and takes, whatever it is called and however many of them say so. */
function doubtsOf(world: World): ReadonlyMap<string, { readonly via: string; readonly why: string }> {
  const found = new Map<string, { readonly via: string; readonly why: string; readonly requests: RequestSet }>();
  for (const lane of lanesOf(world)) {
    for (const { ref, act, may } of lane.choices) {
      if (act.kind !== 'doubt' || act.backends.length > 0) continue;
      const key = [viaOf(lane), withoutNames(act.text), ...contentsOf(ref)].join('\n');
      const known = found.get(key);
      found.set(key, { via: viaOf(lane), why: known?.why ?? act.text, requests: known === undefined ? may : union(known.requests, may) });
    }
  }
  return new Map([...found].map(([key, { requests, ...doubt }]) => [`${key}\n${setKey(requests)}`, doubt]));
}
