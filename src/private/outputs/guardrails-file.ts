import type { GuardrailOutcome } from '../../model/guardrail';
import { json } from './directory';

/** The rules that were asked, what they found that stands all the same, and suppressions of nothing: schema/guardrails.schema.json. */
export function guardrailsFile({ guardrails, findings, unused }: GuardrailOutcome): string | undefined {
  if (guardrails.length === 0 && unused.length === 0) return undefined;
  return json({ schema: 'cdk8s-mesh-access/guardrails', version: 1, guardrails, findings, unused });
}
