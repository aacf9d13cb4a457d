import type { Decision, RuleRef, World } from '../eval';
import type { RequestSet } from '../eval/request-set';
import { canBeSent, requestOf } from '../eval/sendable';
import { SIDES, type Both } from './both';
import type { Subject } from './subjects';
import type { Unit } from './units';
import { decide, exampleOf } from './witness';

/**
 * Why one of the requests is decided on neither side; undefined: for the same reason on both, so that whatever it is, it is the same.
 * The same rule under another name is the same reason.
 */
export function undecidedText(worlds: Both<World>, unit: Unit, subject: Subject, requests: RequestSet, ip?: string): string | undefined {
  const found = exampleOf(worlds, unit, requests);
  const isSendable = SIDES.every((side) => canBeSent(found, worlds[side].settings.pathNormalization));
  const request = isSendable ? requestOf(found) : found.kind === 'bytes' ? {} : requestOf({ ...found, when: [] });
  const of = (side: 'before' | 'after'): readonly Decision[] => unit.at[side].flatMap((p) => subject.forms.map((form) => decide(p, subject, form[side], request, ip)));
  const [before, after] = [of('before'), of('after')];
  return reason(before) === reason(after) ? undefined : [...new Set(after.filter((d) => d.answer === 'undetermined').map((d) => d.text))].join('; ') || 'it depends on what no manifest shows';
}

function reason(decisions: readonly Decision[]): string {
  return decisions.map(({ layers }) => layers
    .filter(({ answer }) => answer === 'undetermined')
    .map(({ layer, because, text }) => [layer, ...(because.length === 0 ? [text] : because.map(ruleText).sort())].join('\n'))
    .join('\n')).sort().join('\n\n');
}

/** What the rule says, not what it is called. */
function ruleText({ source, path }: RuleRef): string {
  let value: unknown = source.object;
  for (const key of path === '' ? ['spec'] : path.match(/[^.[\]]+/g) ?? []) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return `${source.object.kind} ${JSON.stringify(value)}`;
}
