import { unitDiff, type UnitDiff } from './access';
import { SIDES, type Both } from './both';
import type { Surroundings } from './subjects';
import type { CalleeDiff, Undecided } from './types';
import { calleesIn, otherPorts, type PairedCallee, type Unit } from './units';

/** What is left of a unit once it is compared. */
type Compared = Pick<Unit, 'name' | 'endpoint' | 'isRest'>;

interface Found {
  readonly unit: Compared;
  readonly diff: UnitDiff;
}

/** Every port that somebody could call: those that either side names, as one of a Service or of a pod, and the others. */
export function calleeDiffs(surroundings: Surroundings): readonly CalleeDiff[] {
  const told = new Set<string>();
  const named: CalleeDiff[] = [];
  for (const callee of calleesIn(surroundings)) {
    const found = callee.units.map((unit): Found => ({ unit: compared(unit), diff: unitDiff(surroundings, unit) }));
    for (const { unit, diff } of found) for (const text of toldAt(unit, diff)) told.add(text);
    named.push(...paired(callee, found));
  }
  const others: Found[] = [];
  for (const unit of otherPorts(surroundings)) {
    const diff = withoutTold(unit, unitDiff(surroundings, unit), told);
    if (saysSomething(diff)) others.push({ unit: compared(unit), diff });
  }
  return [...named, ...otherPortDiffs(others)];
}

function compared({ name, endpoint, isRest }: Unit): Compared {
  return { name, endpoint, ...(isRest === undefined ? {} : { isRest }) };
}

/** What is said of a port that is named need not be said of those that are not. */
function withoutTold(unit: Compared, { mtls, changes, layers, undecided }: UnitDiff, told: ReadonlySet<string>): UnitDiff {
  const isNew = (value: unknown): boolean => !told.has(textAt(unit, value));
  return {
    changes: changes.filter(isNew),
    layers: layers.filter((layer) => layer.layer !== 'mtls' && isNew(layer)),
    undecided: undecided.filter(isNew),
    ...(mtls !== undefined && isNew(mtls) ? { mtls } : {}),
  };
}

function toldAt(unit: Compared, { mtls, changes, layers, undecided }: UnitDiff): readonly string[] {
  return [mtls, ...changes, ...layers, ...undecided].map((value) => textAt(unit, value));
}

function textAt({ endpoint }: Compared, value: unknown): string {
  return `${endpoint} ${textOf(value, 'witness')}`;
}

/** A Service is all of its endpoints; where they differ each is told by itself. */
function paired({ name, only, unknown }: PairedCallee, found: readonly Found[]): readonly CalleeDiff[] {
  if (unknown !== undefined) return withoutEndpoints(name, unknown);
  const byName = groupBy(found, ({ unit }) => unit.name);
  return [...byName].flatMap(([callee, each]) => {
    const alike = each.every(({ diff }) => textOf(diff) === textOf(each[0].diff));
    return (alike ? each.slice(0, 1) : each)
      .map(({ unit, diff }): CalleeDiff => ({ callee: alike ? callee : `${callee} at ${unit.endpoint}`, ...(only === undefined ? {} : { only }), ...diff }))
      .filter(saysSomething);
  });
}

/** What answers there on one side, no manifest says. */
function withoutEndpoints(callee: string, unknown: Both<boolean>): readonly CalleeDiff[] {
  const side = SIDES.find((s) => unknown[s]);
  if (side === undefined || (unknown.before && unknown.after)) return [];
  const undecided: Undecided = {
    effect: side === 'after' ? 'broadening' : 'narrowing',
    caller: 'anybody',
    requests: 'everything',
    text: `no workload in the manifests answers there ${side}`,
  };
  return [{ callee, changes: [], layers: [], undecided: [undecided] }];
}

/** Ports of one workload that change in the same way are one line. */
function otherPortDiffs(found: readonly Found[]): readonly CalleeDiff[] {
  return [...groupBy(found, ({ unit, diff }) => `${unit.endpoint} ${textOf(diff, 'witness')}`).values()].map((each) => {
    const [{ unit, diff }] = each;
    const rest = each.filter((e) => e.unit.isRest).map((e) => e.unit.name);
    const name = rest.length > 0 ? restText(rest) : portsText(each.map((e) => e.unit.name));
    return { callee: each.length === 1 && rest.length === 0 ? unit.name : `${name} of ${unit.endpoint}`, ...diff };
  });
}

/** `any other UDP or SCTP port`; of all protocols `any other port`. */
function restText(names: readonly string[]): string {
  const protocols = names.map((name) => /\/([A-Z]+)$/.exec(name)?.[1] ?? 'TCP');
  return protocols.length === 3 ? 'any other port' : `any other ${protocols.join(' or ')} port`;
}

function portsText(names: readonly string[]): string {
  return `ports ${names.map((name) => name.slice(name.lastIndexOf(':') + 1)).join(', ')}`;
}

function saysSomething({ changes, layers, undecided, mtls }: UnitDiff): boolean {
  return changes.length + layers.length + undecided.length > 0 || mtls !== undefined;
}

/** What changes, not by which rules, nor what it was before. Ports that carry something else have another witness of the same. */
function textOf(value: unknown, ...without: readonly string[]): string {
  return JSON.stringify(value, (key, v: unknown) => (['because', 'can', 'access', ...without].includes(key) ? undefined : v)) ?? '';
}

function groupBy<T>(values: readonly T[], of: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(of(value), [...groups.get(of(value)) ?? [], value]);
  return groups;
}
