import { countsOf, type AccessDiff, type CalleeDiff, type ExternalChange, type StepReport } from '../../diff';
import { plain, type Paint } from '../color';
import { type BeyondChange, callersTogether, foldSame, headOf, together, togetherBeyond } from './diff-fold';
import { becauseText, beyondHead, isSaid, layerText, mtlsText, stepText, summary, whyText } from './diff-words';

/** One block per port that can be called, or per ports that change alike, the worst first; then what leaves the cluster, then the sum of it. */
export function diffText(diff: AccessDiff, paint: Paint = plain): string {
  const blocks = [
    ...foldSame(diff.callees, (callee) => calleeBody(callee, paint)).map(({ callees, body, rulesOf }) => [
      paint('strong', headOf(callees)), ...body, ...(rulesOf === undefined ? [] : [detail(`by rules of ${rulesOf}; the others have their own, which \`--format json\` shows`, paint)]),
    ]),
    ...externalsText(diff.externals, paint),
    workloadsText(diff),
  ];
  return `${[...blocks.filter((block) => block.length > 0).map((block) => block.join('\n')), summary(countsOf(diff))].join('\n\n')}\n`;
}

function calleeBody({ mtls, changes, layers, undecided }: CalleeDiff, paint: Paint): readonly string[] {
  return [
    ...(mtls === undefined ? [] : [effectLine(mtls.effect, mtlsText(mtls), paint)]),
    ...together(changes).flatMap(({ caller, kind, access, steps }) => steps.flatMap((step, i) => [
      effectLine(step.effect, stepText(caller, step), paint),
      ...(i === 0 && kind === 'changed' ? [detail(`before: ${access.before}`, paint)] : []),
      ...(isSaid(step) ? [] : [detail(`such as ${step.witness.text}`, paint)]),
      ...step.witness.because.map((because) => detail(becauseText(because), paint)),
    ])),
    ...callersTogether(undecided).map(({ effect, caller, requests, text }) => effectLine(effect ?? 'unclear', `${caller}: ${requests}: ${text}`, paint)),
    ...callersTogether(layers).map((layer) => effectLine('one layer', layerText(layer), paint)),
  ];
}

type Word = StepReport['effect'] | 'unclear' | 'one layer';

function effectLine(effect: Word, text: string, paint: Paint): string {
  const style = effect === 'broadening' ? 'bad' : effect === 'narrowing' ? 'good' : 'doubtful';
  return `  ${paint(style, effect.padEnd('broadening'.length))}  ${text}`;
}

function detail(text: string, paint: Paint): string {
  return paint('faint', `              ${text}`);
}

function externalsText(externals: readonly ExternalChange[], paint: Paint): readonly (readonly string[])[] {
  if (externals.length === 0) return [];
  return [[paint('strong', 'Beyond the manifests'), ...togetherBeyond(externals).flatMap((external) => [
    ...beyondLines(external, paint),
    ...external.because.map((because) => detail(becauseText(because), paint)),
  ])]];
}

/** More names than a line holds are a list. */
const ON_ONE_LINE = 3;

function beyondLines(change: BeyondChange, paint: Paint): readonly string[] {
  const { targets, effect, layer } = change;
  const line = (text: string): string => effectLine(layer === undefined ? effect ?? 'unclear' : 'one layer', `${beyondHead(change)}:${text}`, paint);
  if (effect === undefined) return [line(` ${targets.join('; ')}${whyText(change)}`)];
  return targets.length <= ON_ONE_LINE ? [line(` ${targets.join('; ')}`)] : [line(''), ...targets.map((target) => `                ${target}`)];
}

/** They are callers, too: policies that are the same give them what they gave to everybody like them. */
function workloadsText({ workloads: { added, removed } }: AccessDiff): readonly string[] {
  return [
    ...(added.length > 0 ? [`new workloads: ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`workloads that are gone: ${removed.join(', ')}`] : []),
  ];
}
