import type { Destination, World } from '../eval';
import { byText, type AccessTable, type CalleeAccess } from './access-table';
import { calleesOf, type Callee } from './enforced/callees';
import { callersAt, NOTHING, type EnforcedCaller, type EnforcedCallers } from './enforced/callers';
import { externalsOf, externalTexts, type ExternalAccess } from './enforced/externals';
import { enforcedWays, type EnforcedWay } from './enforced/ways';
import { waysOutOf, waysOutTexts, type WayOut } from './enforced/ways-out';
import { indexWorkloads } from './enforced/workload-index';

/** What the manifests allow, whoever wrote them; tables and pictures are made of it. */
export interface EnforcedAccess {
  /** Sorted by callee. */
  readonly callees: readonly EnforcedCallee[];
  /** Sorted. */
  readonly externals: readonly ExternalAccess[];
  /** Through gateways; sorted. */
  readonly waysIn: readonly EnforcedWay[];
  /** Sorted. */
  readonly waysOut: readonly WayOut[];
}

/** A port that can be called; where its endpoints differ, at one of them. */
export interface EnforcedCallee extends CalleeAccess {
  readonly callers: readonly EnforcedCaller[];
  /** The Service, or the workload where there is none: `shop/catalog`. */
  readonly subject: string;
  /** No Service leads there. */
  readonly isPod: boolean;
  /** `8080`, `53/UDP`. */
  readonly port: string;
  /** Ids of those that answer there; none: no manifest has one. */
  readonly workloads: readonly string[];
  /** A proxy that could ask for more lets callers without identity in, or may. */
  readonly plaintext: boolean;
}

/** `subjects`: only about these Services and workloads; `apiServer`: addresses that are known to be API servers'. */
export function enforcedAccess(world: World, subjects?: ReadonlySet<string>, apiServer?: readonly string[]): EnforcedAccess {
  const index = indexWorkloads(world);
  const callees = calleesOf(world).filter(({ subject }) => subjects?.has(subject) ?? true);
  return {
    callees: callees.flatMap((callee) => blocksOf(callee, (destination) => callersAt(world, index, destination))).sort(byText((b) => b.callee)),
    externals: externalsOf(world, subjects),
    waysIn: enforcedWays(world, index, subjects),
    waysOut: waysOutOf(world, subjects, apiServer),
  };
}

/** Of a port whose pods no manifest has: nobody is not the answer. */
const NOBODY_KNOWN = { caller: 'anybody', access: 'undetermined: its pods are not among the manifests' };

/** One line per caller and port. */
export function tableOf(world: World, { callees, externals, waysIn, waysOut }: EnforcedAccess): AccessTable {
  return {
    callees: callees.map(({ callee, callers, workloads }): CalleeAccess => (
      { callee, callers: workloads.length === 0 ? [NOBODY_KNOWN] : callers.map(({ caller, access }) => ({ caller, access })) })),
    ...(waysIn.length === 0 ? {} : { waysIn: waysByCallee(waysIn) }),
    externals: externalTexts(world, externals),
    waysOut: waysOutTexts(world, waysOut),
    exceptions: callees.flatMap(exceptionsOf).sort(),
  };
}

function waysByCallee(ways: readonly EnforcedWay[]): readonly CalleeAccess[] {
  const callees = [...new Set(ways.map(({ callee }) => callee))];
  return callees.map((callee) => ({ callee, callers: ways.filter((w) => w.callee === callee).map(({ caller, access }) => ({ caller, access })) }));
}

export function enforcedTable(world: World, subjects?: ReadonlySet<string>, apiServer?: readonly string[]): AccessTable {
  return tableOf(world, enforcedAccess(world, subjects, apiServer));
}

/** A Service is all of its endpoints; where they differ each gets a block of its own. */
function blocksOf(found: Callee, callersOf: (destination: Destination) => EnforcedCallers): readonly EnforcedCallee[] {
  const { name, subject, port, isPod, destinations } = found;
  const block = (callee: string, at: readonly Destination[], { rows, plaintext }: EnforcedCallers): EnforcedCallee => ({
    callee, subject, port, isPod, workloads: [...new Set(at.map((d) => d.workload.id))].sort(), callers: rows, plaintext,
  });
  if (destinations.length === 0) return [block(`${name} (no workload in the manifests)`, [], { rows: [], plaintext: false })];
  const each = destinations.map((destination) => ({ destination, callers: callersOf(destination) }));
  const [{ callers: first }] = each;
  if (each.every(({ callers }) => answersOf(callers) === answersOf(first))) {
    const rows = first.rows.map((row, i) => ({ ...row, plaintext: each.some(({ callers }) => callers.rows[i].plaintext) }));
    return [block(name, destinations, { ...first, rows })];
  }
  return each.map(({ destination, callers }) => block(`${name} at pod:${destination.workload.id}`, [destination], callers));
}

/** Where endpoints answer alike they are one, whatever way calls come there. */
function answersOf({ rows, plaintext }: EnforcedCallers): string {
  return JSON.stringify([plaintext, ...rows.map(({ caller, access, crowd }) => [caller, access, crowd])]);
}

function exceptionsOf({ callee, callers, plaintext }: EnforcedCallee): readonly string[] {
  const open = callers.filter(({ crowd, access }) => crowd && access !== NOTHING).map(({ caller, access }) => `${callee} is open to ${caller}: ${access}`);
  return plaintext ? [`${callee} accepts plaintext`, ...open] : open;
}
