import type { World } from '../eval';
import { formatSet, isEmpty, NOTHING, setKey, subtract } from '../eval/request-set';
import { accessText } from '../report/enforced/access-text';
import { ANY } from '../report/enforced/candidates';
import { both, type Both } from './both';
import { compare, universeOf, type Comparison } from './compare';
import { effectOf, stepsKey, type Range, type Step } from './levels';
import { crowdNames, subjectsAt, type Subject, type Surroundings } from './subjects';
import { mtlsChange } from './mtls';
import type { AccessChange, LayerChange, MtlsChange, StepReport, Undecided } from './types';
import { undecidedAt } from './undecided';
import type { Unit } from './units';
import { confirmedWitness } from './witness';

const PLAINTEXT = crowdNames(ANY).plaintext;

/** A subject at an address, with all that changes for it. */
export interface Line {
  readonly subject: Subject;
  /** `shop/frontend`, `shop/frontend at 10.0.0.0/8`. */
  readonly name: string;
  readonly ip?: string;
  readonly comparison: Comparison;
  /** What neither side can decide, and why, where that changes. */
  readonly undecided?: Pick<Undecided, 'requests' | 'text'>;
  /** Equal keys, equal changes. */
  readonly key: string;
}

export interface UnitDiff {
  readonly changes: readonly AccessChange[];
  readonly layers: readonly LayerChange[];
  readonly undecided: readonly Undecided[];
  readonly mtls?: MtlsChange;
}

/** Everybody at one unit; a change that is that of a whole crowd is said of the crowd. */
export function unitDiff(surroundings: Surroundings, unit: Unit): UnitDiff {
  const { worlds } = surroundings;
  const { all, elsewhere, places } = subjectsAt(surroundings, unit.at);
  const usual = all.map((subject) => lineOf(worlds, unit, subject, subject.name, elsewhere));
  const elsewhereToo = ({ subject, key }: Line): readonly Line[] => places
    .map(({ ip, block }) => lineOf(worlds, unit, subject, `${subject.name} at ${block}`, ip)).filter((there) => there.key !== key);
  const lines = [...usual, ...usual.filter(({ subject }) => mayMove(subject)).flatMap(elsewhereToo)];
  const ofCrowds = new Map(usual.filter(({ subject }) => subject.crowd).map((line) => [line.subject.name, line]));
  const told = named(lines.filter((line) => !isSaidOfCrowd(line, ofCrowds)));
  const mtls = mtlsChange(worlds, unit, ofCrowds.get(PLAINTEXT));
  return {
    changes: told.flatMap((line) => changeOf(worlds, unit, line) ?? []),
    layers: told.flatMap((line) => layerChanges(line)),
    undecided: told.flatMap(({ name, undecided }): readonly Undecided[] => (undecided === undefined ? [] : [{ caller: name, ...undecided }])),
    ...(mtls === undefined ? {} : { mtls }),
  };
}

/** Somebody of whom only the address is known is nobody else at another. */
function mayMove({ forms: [{ after }] }: Subject): boolean {
  return after.pod || after.principal !== undefined;
}

function lineOf(worlds: Both<World>, unit: Unit, subject: Subject, name: string, ip: string | undefined): Line {
  const comparison = compare(worlds, unit, subject, ip);
  const undecided = isEmpty(comparison.undecided) ? undefined : undecidedAt(worlds, unit, subject, comparison, ip);
  const layers = comparison.layers.map(({ layer, effect, requests }) => `${layer} ${effect} ${setKey(requests)}`).sort();
  return {
    subject, name, comparison, key: [stepsKey(comparison.steps), ...layers, undecided === undefined ? '' : `${undecided.requests} ${undecided.text}`].join('\n'),
    ...(ip === undefined ? {} : { ip }), ...(undecided === undefined ? {} : { undecided }),
  };
}

function isSaidOfCrowd({ subject, name, key }: Line, crowds: ReadonlyMap<string, Line>): boolean {
  if (name !== subject.name) return false;
  return subject.of.some((nearest) => nearest.map((of) => crowds.get(of)).find((line) => line !== undefined)?.key === key);
}

/** Workloads under one account, and pods with an identity and without, are one while nothing tells them apart. */
function named(lines: readonly Line[]): readonly Line[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const group = groupOf(line);
    groups.set(group, [...groups.get(group) ?? [], line]);
  }
  return [...groups].flatMap(([name, found]) => {
    const isOne = isWhole(name, found) && found.every(({ key }) => key === found[0].key);
    return isOne ? [{ ...found[0], name }] : found;
  });
}

function groupOf({ subject, name }: Line): string {
  if (subject.account !== undefined) return name.replace(subject.name, subject.account);
  return name.replace(/^any mesh identity/, 'any pod').replace(/^any identity/, 'any pod').replace(/ in plaintext| with an identity/, '');
}

/** Of a crowd both, with an identity and without. */
function isWhole(group: string, found: readonly Line[]): boolean {
  return found[0].subject.account !== undefined || found.length > 1 || found[0].name === group;
}

function changeOf(worlds: Both<World>, unit: Unit, { comparison, subject, name, ip }: Line): AccessChange | undefined {
  const { steps, levels } = comparison;
  if (steps.length === 0) return undefined;
  const universe = universeOf(worlds, unit);
  const text = ({ most: { allow, possible } }: Range): string => accessText({ allow, maybe: subtract(possible, allow) }, universe) ?? 'nothing';
  const nothing = both((side) => isEmpty(levels[side].most.possible));
  const report = (step: Step): StepReport => ({
    effect: effectOf(step),
    from: step.from,
    to: step.to,
    requests: accessText({ allow: step.requests, maybe: NOTHING }, universe) ?? formatSet(step.requests),
    witness: confirmedWitness(worlds, unit, subject, step, ip),
  });
  return {
    caller: name,
    crowd: subject.crowd,
    kind: nothing.before ? 'added' : nothing.after ? 'removed' : 'changed',
    access: both((side) => text(levels[side])),
    steps: steps.map(report).sort((a, b) => severity(a) - severity(b)),
  };
}

/** The worst first. */
export function severity({ effect, to }: Pick<StepReport, 'effect' | 'to'>): number {
  return effect === 'broadening' ? (to === 'allow' ? 0 : 1) : 2;
}

/** Where access as a whole goes the same way, its layers need no mention. */
function layerChanges(line: Line): readonly LayerChange[] {
  const { comparison: { layers, steps }, subject, name } = line;
  return layers
    .filter(({ effect, layer }) => !steps.some((step) => effectOf(step) === effect) && !(layer === 'mtls' && subject.crowd))
    .map(({ layer, effect, requests }) => ({ layer, caller: name, effect, requests: formatSet(requests) }));
}
