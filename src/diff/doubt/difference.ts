import { intersect, isEmpty, type RequestSet, setKey, union } from '../../eval/request-set';
import type { Answer, Request } from '../../eval/types';
import { both, SIDES, type Both } from '../both';
import { inWords } from '../in-words';
import { isSameAtEachAge } from './ages';
import { cellsOf } from './cells';
import type { Reason } from './reason';

/** One who may answer, asked by one who may ask, on one side. */
export interface Inquiry {
  /** All that takes part in what is in doubt, to the letter: where it is the same nobody need ask for each request. */
  saying(request: Request): string;
  /** Sets of requests that are told from others. */
  cuts(): readonly RequestSet[];
  /** Of one request, which stands for all `among` which it is. */
  reasons(request: Request, among: RequestSet): readonly Reason[];
  /** By which of several objects is the oldest; left out: nobody asks. */
  ages?(request: Request): ReadonlyMap<string, Answer>;
}

export interface Difference {
  readonly requests: RequestSet;
  readonly text: string;
}

/**
 * Why some of the requests are decided on neither side; undefined: for the same reason on both, so that whatever it is, it is the same.
 * A reason is what would have to be known, in whatever words: rules under other names, split, merged or in another order are the same.
 */
export function differenceIn(
  inquiries: Both<readonly Inquiry[]>, undecided: RequestSet, requestIn: (requests: RequestSet) => Request,
): Difference | undefined {
  const example = requestIn(undecided);
  const { before, after } = both((side) => inquiries[side].map((inquiry) => inquiry.saying(example)).join('\n\n'));
  if (before === after) return undefined;
  const cells = cellsOf(undecided, distinct(SIDES.flatMap((side) => inquiries[side].flatMap((inquiry) => inquiry.cuts()))));
  const told = (requests: RequestSet): Told => toldAt(inquiries, requests, requestIn(requests));
  const differing = cells === undefined ? [told(undecided)] : cells.map(told).filter(({ same }) => !same);
  if (differing.length === 0) return undefined;
  return {
    requests: differing.length === cells?.length ? undecided : union(...differing.map((d) => d.requests)),
    text: [...new Set(differing.flatMap((d) => d.texts))].join('; ') || 'it depends on what no manifest shows',
  };
}

function distinct(sets: readonly RequestSet[]): readonly RequestSet[] {
  return [...new Map(sets.filter((set) => !isEmpty(set)).map((set) => [setKey(set), set])).values()];
}

interface Told {
  readonly requests: RequestSet;
  readonly same: boolean;
  readonly texts: readonly string[];
}

function toldAt(inquiries: Both<readonly Inquiry[]>, requests: RequestSet, request: Request): Told {
  const reasons = both((side) => inquiries[side].flatMap((inquiry) => inquiry.reasons(request, requests)));
  const same = isSame(reasons) && inquiries.before.every(({ ages }, i) => {
    const other = inquiries.after[i];
    return ages === undefined || other?.ages === undefined || isSameAtEachAge({ before: ages(request), after: other.ages(request) });
  });
  return { requests, same, texts: same ? [] : differenceTexts(reasons).map(inWords) };
}

/** Is what would have to be known the same? */
export function isSame(reasons: Both<readonly Reason[]>): boolean {
  const { before, after } = both((side) => reasons[side].map((r) => r.key).sort().join('\n\n'));
  return before === after;
}

/** What is another reason now, else which there is no longer. */
export function differenceTexts({ before, after }: Both<readonly Reason[]>): readonly string[] {
  const isNew = ({ key }: Reason): boolean => !before.some((r) => r.key === key);
  const gone = before.filter(({ layer }) => !after.some((r) => r.layer === layer)).map(({ layer }) => `no longer undetermined by ${layer}`);
  const found = [...after.filter(isNew).map((r) => r.text), ...gone];
  return found.length === 0 ? after.map((r) => r.text) : found;
}

/** Has it any of them? */
export function meets(set: RequestSet, among: RequestSet): boolean {
  return !isEmpty(set) && !isEmpty(intersect(set, among));
}
