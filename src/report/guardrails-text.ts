import type { FindingModel, GuardrailOutcome, SuppressionModel } from '../model/guardrail';
import { alignColumns } from './columns';
import { exceptionText } from './exceptions';

/**
 * What the organisation's rules are, what they warn of, and what is taken as it is all the same. Empty where there are neither rules nor
 * suppressions.
 */
export function guardrailsText({ guardrails, findings, unused }: GuardrailOutcome): string {
  const suppressed = findings.flatMap(({ suppressedBy, ...finding }) => (suppressedBy === undefined ? [] : [suppressedText(finding, suppressedBy)]));
  const warnings = findings.filter((f) => f.severity === 'warning' && f.suppressedBy === undefined).map(findingText);
  const lines = [
    ...block('Guardrails', alignColumns(guardrails.map(({ id, description }) => [id, description]))),
    ...block('Warnings of guardrails', warnings),
    ...block('Suppressed findings of guardrails', suppressed),
    ...block('Suppressions of nothing', unused.map((s) => exceptionText({ ...s, what: `${s.guardrail} at ${placeText(s.construct)}` }))),
  ];
  return lines.length === 0 ? '' : [...lines, ''].join('\n');
}

function findingText({ guardrail, construct, what, repair }: FindingModel): string {
  return `${placeText(construct)}: ${guardrail}: ${what}; ${repair}`;
}

function suppressedText({ guardrail, construct, what }: FindingModel, { reason, expires, owner }: SuppressionModel): string {
  const said = exceptionText({ what: 'suppressed', reason, ...(expires === undefined ? {} : { expires }), ...(owner === undefined ? {} : { owner }) });
  return `${placeText(construct)}: ${guardrail}: ${what}; ${said}`;
}

function placeText(construct: string): string {
  return construct === '' ? 'the App' : construct;
}

function block(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
