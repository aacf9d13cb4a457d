import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import type { Scope } from '../built-in';

export const NO_EXCEPTION_WITHOUT_REASON = { id: 'no-exception-without-reason', description: 'every exception says why' };

export function exceptionsWithoutReason({ exceptions }: AccessGraph, scope: Scope): GuardrailFinding[] {
  return exceptions.filter(({ reason, service }) => reason === undefined && scope.includes(service)).map(({ what, service, construct }) => ({
    construct, what: `${what}, and nobody says why${scope.because(service)}`, repair: 'give the `reason`',
  }));
}
