import type { World } from '../eval';
import { formatSet, intersect, isEmpty, setKey, type RequestSet, union } from '../eval/request-set';
import { canBeSent, requestOf } from '../eval/sendable';
import type { Answer, LayerSet, Request } from '../eval/types';
import { both, SIDES, type Both, type Side } from './both';
import { at, type Comparison } from './compare';
import { answersByAge, isSameAtEachAge } from './doubt/ages';
import { cellsOf, cutsOf } from './doubt/cells';
import { sayingText } from './doubt/contents';
import { type Reason, reasonsOf } from './doubt/reason';
import { inWords } from './in-words';
import type { Subject } from './subjects';
import type { Undecided } from './types';
import type { Unit } from './units';
import { decide, exampleOf } from './witness';

/**
 * Why some of the requests are decided on neither side; undefined: for the same reason on both, so that whatever it is, it is the same.
 * A reason is what would have to be known, in whatever words: rules under other names, split, merged or in another order are the same.
 */
export function undecidedAt(
  worlds: Both<World>, unit: Unit, subject: Subject, { undecided, explored }: Comparison, ip?: string,
): Pick<Undecided, 'requests' | 'text'> | undefined {
  const toldOf = (requests: RequestSet): Told => toldAt(worlds, unit, subject, explored, requests, ip);
  if (isSaidAlike(worlds, unit, subject, undecided, ip) && sayingOf(explored.before) === sayingOf(explored.after)) return undefined;
  const cuts = SIDES.flatMap((side) => unit.at[side].flatMap((prepared, i) => subject.forms.flatMap((form, j) => (
    cutsOf({ world: worlds[side], prepared, caller: at(form[side], ip) }, explored[side][i][j])))));
  const cells = cellsOf(undecided, distinct(cuts));
  const differing = cells === undefined ? [toldOf(undecided)] : cells.map(toldOf).filter(({ same }) => !same);
  if (differing.length === 0) return undefined;
  const requests = differing.length === cells?.length ? undecided : union(...differing.map((d) => d.requests));
  return { requests: formatSet(requests), text: [...new Set(differing.flatMap((d) => d.texts))].join('; ') || 'it depends on what no manifest shows' };
}

/** One request, for the same reason to the letter. */
function isSaidAlike(worlds: Both<World>, unit: Unit, subject: Subject, requests: RequestSet, ip: string | undefined): boolean {
  const request = requestIn(worlds, unit, requests);
  const said = both((side) => unit.at[side].flatMap((prepared) => subject.forms.map((form) => (
    decide(prepared, subject, form[side], request, ip).layers.map(({ layer, answer, text }) => [layer, answer, answer === 'undetermined' ? text : ''])))));
  return JSON.stringify(said.before) === JSON.stringify(said.after);
}

/** All that takes part in what is in doubt, to the letter: where it is the same nobody need ask for each request. */
function sayingOf(explored: Comparison['explored']['before']): string {
  const refs = explored.flat().flatMap(({ layers }) => layers.filter(({ maybe }) => !isEmpty(maybe)).flatMap(({ layer, because }) => (
    because.map((ref) => `${layer} ${ref.path} ${sayingText(ref)}`))));
  return [...new Set(refs)].sort().join('\n');
}

function distinct(sets: readonly RequestSet[]): readonly RequestSet[] {
  return [...new Map(sets.filter((set) => !isEmpty(set)).map((set) => [setKey(set), set])).values()];
}

interface Told {
  readonly requests: RequestSet;
  readonly same: boolean;
  readonly texts: readonly string[];
}

function toldAt(
  worlds: Both<World>, unit: Unit, subject: Subject, explored: Comparison['explored'], requests: RequestSet, ip: string | undefined,
): Told {
  const request = requestIn(worlds, unit, requests);
  const doubtful = (side: Side, i: number, j: number): readonly LayerSet[] => (
    explored[side][i][j].layers.filter(({ maybe }) => !isEmpty(maybe) && !isEmpty(intersect(maybe, requests))));
  const reasons = both((side) => unit.at[side].flatMap((prepared, i) => subject.forms.flatMap((form, j) => {
    const asked = { world: worlds[side], prepared, request, caller: at(form[side], ip) };
    return reasonsOf(asked, decide(prepared, subject, form[side], request, ip), doubtful(side, i, j));
  })));
  const keys = both((side) => reasons[side].map((r) => r.key).sort().join('\n\n'));
  const isSame = keys.before === keys.after && ages(worlds, unit, subject, request, ip).every(isSameAtEachAge);
  return { requests, same: isSame, texts: isSame ? [] : differenceTexts(reasons).map(inWords) };
}

/** What is another reason now, else which there is no longer. */
function differenceTexts({ before, after }: Both<readonly Reason[]>): readonly string[] {
  const isNew = ({ key }: Reason): boolean => !before.some((r) => r.key === key);
  const gone = before.filter(({ layer }) => !after.some((r) => r.layer === layer)).map(({ layer }) => `no longer undetermined by ${layer}`);
  const found = [...after.filter(isNew).map((r) => r.text), ...gone];
  return found.length === 0 ? after.map((r) => r.text) : found;
}

/** Of each endpoint and form that both sides have. */
function ages(
  worlds: Both<World>, unit: Unit, subject: Subject, request: Request, ip: string | undefined,
): readonly Both<ReadonlyMap<string, Answer>>[] {
  const { before, after } = both((side) => unit.at[side].flatMap((prepared) => subject.forms.map((form) => {
    const asked = { world: worlds[side], prepared, request, caller: at(form[side], ip) };
    return answersByAge(asked, (other) => decide(other, subject, form[side], request, ip).answer);
  })));
  return before.flatMap((map, i) => (after[i] === undefined ? [] : [{ before: map, after: after[i] }]));
}

function requestIn(worlds: Both<World>, unit: Unit, requests: RequestSet): Request {
  const found = exampleOf(worlds, unit, requests);
  const isSendable = SIDES.every((side) => canBeSent(found, worlds[side].settings.pathNormalization));
  return isSendable ? requestOf(found) : found.kind === 'bytes' ? {} : requestOf({ ...found, when: [] });
}
