import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import type { ExceptionKind } from '../../../graph-elements';
import type { Scope } from '../built-in';

export const NO_EXCEPTION_WITHOUT_EXPIRY = { id: 'no-exception-without-expiry', description: 'every exception has an end' };

/** Without kinds: every exception. */
export function exceptionsWithoutExpiry({ exceptions }: AccessGraph, scope: Scope, kinds: readonly ExceptionKind[] | undefined): GuardrailFinding[] {
  return exceptions.filter(({ kind, service }) => (kinds === undefined || kinds.includes(kind)) && scope.includes(service)).flatMap((exception) => {
    const { what, expires, overdue, service, construct } = exception;
    if (expires === undefined) return [{ construct, what: `${what}, without end${scope.because(service)}`, repair: 'give the day on which it `expires`' }];
    return overdue ? [{ construct, what: `${what}, although that ended on ${expires}${scope.because(service)}`, repair: 'end it in the workload, or give it another day' }] : [];
  });
}
