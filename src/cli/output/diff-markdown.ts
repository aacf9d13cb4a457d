import { countsOf, rankOf, type AccessDiff, type CalleeDiff, type ExternalChange, type StepReport } from '../../diff';
import { callersTogether, foldSame, headOf, isNamedInFull, nameOf, together, togetherBeyond } from './diff-fold';
import { becauseText, beyondWithoutCallers, isSaid, layerVerb, mtlsText, summary, verb } from './diff-words';
import { code, escaped, folded } from './markdown';

/** A comment may have 65,536 characters: https://github.com/orgs/community/discussions/27190 */
const LIMIT = 60_000;

/** For a comment on a pull request: the sum first, then what is worse, with the rest folded away. */
export function diffMarkdown(diff: AccessDiff): string {
  const counts = countsOf(diff);
  const head = `### Access: ${summary(counts)}\n`;
  const worse = diff.callees.filter((callee) => rankOf(callee) <= 2);
  const rest = diff.callees.filter((callee) => rankOf(callee) > 2);
  const { added, removed } = diff.workloads;
  const sections = [
    ...calleesMarkdown(worse),
    ...(diff.externals.length > 0 ? [beyondMarkdown(diff.externals)] : []),
    ...(rest.length > 0 ? [folded(`${rest.length} ${rest.length === 1 ? 'port' : 'ports'} without broader access`, calleesMarkdown(rest).join('\n'))] : []),
    ...(added.length + removed.length > 0
      ? [folded('Workloads', [...added.map((id) => `- new: ${code(id)}`), ...removed.map((id) => `- gone: ${code(id)}`)].join('\n'))]
      : []),
  ];
  return shortened([head, ...sections]);
}

function calleesMarkdown(callees: readonly CalleeDiff[]): readonly string[] {
  return foldSame(callees, calleeBody).map(({ callees: same, body, rulesOf }) => [
    `**${headOf(same, escaped)}**`,
    ...(isNamedInFull(same) ? [] : [folded(`All ${same.length}`, same.map((callee) => `- ${nameOf(callee, escaped)}`).join('\n'))]),
    ...body,
    ...(rulesOf === undefined ? [] : [`Why is told of ${escaped(rulesOf)}; the others have rules of their own, which \`--format json\` shows.`]),
  ].join('\n\n'));
}

function calleeBody({ mtls, changes: each, undecided, layers }: CalleeDiff): readonly string[] {
  const changes = together(each);
  const rows = [
    ...(mtls === undefined ? [] : [row(mtls.effect, 'anybody', mtlsText(mtls))]),
    ...changes.flatMap(({ caller, steps }) => steps.map((step) => row(step.effect, caller, `${verb(step)}: ${code(step.requests)}`))),
    ...callersTogether(undecided).map(({ effect, caller, requests, text }) => row(effect ?? 'unclear', caller, `${code(requests)}: ${escaped(text)}`)),
    ...callersTogether(layers).map((layer) => row('one layer', layer.caller, `${layerVerb(layer)}: ${code(layer.requests)}`)),
  ];
  const reasons = changes.flatMap(({ caller, steps }) => steps.flatMap(({ witness, requests }) => witness.because.map((because) => (
    `- ${escaped(caller)}${isSaid({ requests, witness }) ? '' : `, such as ${code(witness.text)}`}: ${escaped(becauseText(because))}`))));
  return [table(rows), ...(reasons.length > 0 ? [folded('Why', [...new Set(reasons)].join('\n'))] : [])];
}

function beyondMarkdown(externals: readonly ExternalChange[]): string {
  const effects = ['broadening', undefined, 'narrowing'];
  const changes = [...togetherBeyond(externals)].sort((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect));
  const rows = changes.map((change) => (
    row(change.layer === undefined ? change.effect ?? 'unclear' : 'one layer', change.callers.join(', '), escaped(beyondWithoutCallers(change, change.targets.join('; '))))));
  const reasons = changes.flatMap(({ callers, because }) => because.map((b) => `- ${escaped(callers.join(', '))}: ${escaped(becauseText(b))}`));
  return ['**Beyond the manifests**', table(rows), ...(reasons.length > 0 ? [folded('Why', [...new Set(reasons)].join('\n'))] : [])].join('\n\n');
}

const SIGNS: Readonly<Record<StepReport['effect'] | 'unclear' | 'one layer', string>> = {
  broadening: ':warning: broadening', narrowing: 'narrowing', unclear: ':grey_question: unclear', 'one layer': 'one layer',
};

function row(effect: keyof typeof SIGNS, caller: string, text: string): string {
  return `| ${SIGNS[effect]} | ${escaped(caller)} | ${text} |`;
}

function table(rows: readonly string[]): string {
  return ['| | caller | |', '|---|---|---|', ...rows].join('\n');
}

/** Whole sections, and how many were left out: the worst come first. */
function shortened(sections: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const section of sections) {
    length += section.length + 2;
    if (length > LIMIT) break;
    kept.push(section);
  }
  const left = sections.length - kept.length;
  return `${[...kept, ...(left === 0 ? [] : [`_${left} more: see the output of \`mesh-access diff\`._`])].join('\n')}\n`;
}
