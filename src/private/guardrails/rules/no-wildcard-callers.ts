import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import { ExceptionKind } from '../../../graph-elements';
import type { Scope } from '../built-in';

const REPAIRS = new Map([
  [ExceptionKind.OPEN_CALLER, 'name its callers'],
  [ExceptionKind.NAMESPACE_CALLER, 'name the services of the namespace that call'],
  [ExceptionKind.WHOLE_NAMESPACE_PODS, 'give `podLabels` of the caller'],
  [ExceptionKind.WIDE_ADDRESSES, 'name the blocks that callers live at'],
]);

export const NO_WILDCARD_CALLERS = { id: 'no-wildcard-callers', description: 'callers are somebody in particular' };

/** Of services: that a gateway is open to many is what it is there for. */
export function wildcardCallers(graph: AccessGraph, scope: Scope): GuardrailFinding[] {
  return graph.exceptions.flatMap(({ kind, service, what, construct }) => {
    const repair = REPAIRS.get(kind);
    if (repair === undefined || service === undefined || graph.service(service) === undefined || !scope.includes(service)) return [];
    return [{ construct, what: `${what}${scope.because(service)}`, repair }];
  });
}
