import type { Caller, Exploration, Prepared, World } from '../eval';
import { formatSet, isEmpty } from '../eval/request-set';
import type { LayerSet } from '../eval/types';
import { both, type Both } from './both';
import { at, type Comparison } from './compare';
import { answersByAge } from './doubt/ages';
import { cutsOf } from './doubt/cells';
import { sayingText } from './doubt/contents';
import { differenceIn, type Inquiry, meets } from './doubt/difference';
import { reasonsOf } from './doubt/reason';
import type { Subject } from './subjects';
import type { Undecided } from './types';
import type { Unit } from './units';
import { decide, exampleOf, sentFor } from './witness';

/** Why some of the requests are decided on neither side, where that is another reason after. */
export function undecidedAt(
  worlds: Both<World>, unit: Unit, subject: Subject, { undecided, explored }: Comparison, ip?: string,
): Pick<Undecided, 'requests' | 'text'> | undefined {
  const inquiries = both((side) => unit.at[side].flatMap((prepared, i) => subject.forms.map((form, j) => (
    inquiryOf(worlds[side], prepared, subject, form[side], explored[side][i][j], ip)))));
  const found = differenceIn(inquiries, undecided, (requests) => sentFor(worlds, exampleOf(worlds, unit, requests)));
  return found && { requests: formatSet(found.requests), text: found.text };
}

function inquiryOf(
  world: World, prepared: Prepared, subject: Subject, form: Caller, explored: Exploration, ip: string | undefined,
): Inquiry {
  const caller = at(form, ip);
  const asked = { world, prepared, caller };
  return {
    saying: (request) => JSON.stringify(decide(prepared, subject, form, request, ip).layers
      .map(({ layer, answer, text }) => [layer, answer, answer === 'undetermined' ? text : ''])) + sayingOf(explored.layers),
    cuts: () => cutsOf(asked, explored),
    reasons: (request, among) => {
      const doubtful = explored.layers.filter(({ maybe }) => meets(maybe, among));
      return reasonsOf({ ...asked, request }, decide(prepared, subject, form, request, ip), doubtful);
    },
    ages: (request) => answersByAge({ ...asked, request }, (other) => decide(other, subject, form, request, ip).answer),
  };
}

/** To the letter. */
export function sayingOf(layers: readonly LayerSet[]): string {
  const refs = layers.filter(({ maybe }) => !isEmpty(maybe)).flatMap(({ layer, because }) => because.map((ref) => `${layer} ${ref.path} ${sayingText(ref)}`));
  return [...new Set(refs)].sort().join('\n');
}
