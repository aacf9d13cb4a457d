import { placeText } from '../proof/mentions';
import type { Assumption, Opening, Pending, ProofResult, Refutation, UnclaimedPods } from '../proof/types';
import { ruleText } from './decision-text';
import { exceptionText } from './exceptions';
import { openedTexts } from './opened-text';

const VERDICTS: Readonly<Record<ProofResult['verdict'], string>> = {
  proved: 'proved: the manifests allow exactly what is declared',
  'proved-under-assumptions': 'proved under assumptions: the manifests allow exactly what is declared, if what is assumed below holds',
  'proved-so-far': 'proved so far: nothing that is enforced denies a declared call, and what is enforced denies what is not declared; not everything is enforced yet',
  refuted: 'refuted: the manifests do not allow exactly what is declared',
};

/** Where acknowledged objects of others open more. */
const VERDICTS_BESIDE: Readonly<Partial<Record<ProofResult['verdict'], string>>> = {
  'proved-under-assumptions': 'proved under assumptions: the manifests allow what is declared, and beside it only what acknowledged objects open, if what is assumed below holds',
  'proved-so-far': 'proved so far: nothing that is enforced denies a declared call, and what is enforced denies what is neither declared nor opened by acknowledged objects; '
    + 'not everything is enforced yet',
};

/** The verdict, every refutation with what to do about it, what the verdict rests on, and how much was looked at. */
export function proofText({ verdict, refutations, assumptions, opened = [], pending = [], unclaimed = [], checked }: ProofResult): string {
  return [
    opened.length === 0 ? VERDICTS[verdict] : VERDICTS_BESIDE[verdict] ?? VERDICTS[verdict],
    ...byCause(refutations).flatMap(refutationLines),
    ...section('Opened by acknowledged objects', opened.flatMap(openingLines)),
    ...section('Not enforced yet', pending.map(pendingLine)),
    ...section('Pods that nobody declared', unclaimed.map(unclaimedLine)),
    ...section('Assumptions', assumptions.flatMap(assumptionLines)),
    '',
    `checked ${checked.destinations} destinations, ${checked.callerClasses} callers, ${checked.decisions} decisions`,
    '',
  ].join('\n');
}

/** What one rule does to one caller at many places is said once; each place is an error of its own where it stops a synth. */
function byCause(refutations: readonly Refutation[]): readonly (readonly Refutation[])[] {
  const groups = new Map<string, Refutation[]>();
  for (const refutation of refutations) {
    const { statement, layer, undecided, caller, because, repair, callee, request } = refutation;
    const itself = because.length === 0 ? [callee, request, groups.size] : [];
    const key = JSON.stringify([statement, layer, undecided, caller, because.map(ruleText), repair, ...itself]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [refutation]);
    else known.push(refutation);
  }
  return [...groups.values()];
}

function refutationLines([{ text, layer, request, because, construct, repair }, ...others]: readonly Refutation[]): readonly string[] {
  const alike = others.map(({ callee, port }) => placeText(callee, port));
  return [
    '',
    text,
    ...(request === undefined ? [] : [`  request    ${request}`]),
    ...(layer === undefined ? [] : [`  layer      ${layer}`]),
    ...because.map((rule) => `  because    ${ruleText(rule)}`),
    ...(alike.length === 0 ? [] : [`  alike      ${[...new Set(alike)].join(', ')}`]),
    ...(construct === undefined ? [] : [`  construct  ${construct}`]),
    `  repair     ${repair}`,
  ];
}

/** As it was found, so that whoever compares two reports sees what is open in one of them alone. */
function openingLines({ object, access, ...said }: Opening): readonly string[] {
  return [exceptionText({ what: object, ...said }), ...(access.length === 0 ? ['nothing so far: not everything is enforced'] : openedTexts(access)).map((text) => `  ${text}`)];
}

/** `shop (stage observe): mutual TLS, authorization`. */
function pendingLine({ subject, stage, parts }: Pending): string {
  return `${subject} (stage ${stage}): ${parts.join(', ')}`;
}

function assumptionLines({ id, text, subjects, acknowledged, acknowledgements = [] }: Assumption): readonly string[] {
  const of = subjects.length === 0 ? '' : ` (${[...subjects].sort().join(', ')})`;
  return [
    `${acknowledged ? 'acknowledged' : 'not acknowledged'}  ${id}: ${text}${of}`,
    ...acknowledgements.map(({ service, object, ...said }) => `  ${exceptionText({ what: object ?? service ?? 'all', ...said })}`),
  ];
}

function unclaimedLine({ name, as, identityOf = [] }: UnclaimedPods): string {
  const known = as === undefined ? [] : [`known as ${as}; what else they may, nothing here says`];
  const posing = identityOf.length === 0 ? [] : [`under the account of ${identityOf.join(', ')}, so that NetworkPolicy alone keeps them from what that may call`];
  return [name, ...[[...known, ...posing].join('; ')].filter((text) => text !== '')].join(': ');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
