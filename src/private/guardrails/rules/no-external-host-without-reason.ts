import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import type { Scope } from '../built-in';

export const NO_EXTERNAL_HOST_WITHOUT_REASON = {
  id: 'no-external-host-without-reason', description: 'whoever calls a host outside the cluster or the API server says why',
};

export function externalHostsWithoutReason(graph: AccessGraph, scope: Scope): GuardrailFinding[] {
  return [...hosts(graph, scope), ...apiServer(graph, scope)];
}

function hosts({ externals }: AccessGraph, scope: Scope): GuardrailFinding[] {
  return externals.filter(({ caller, reasons }) => reasons.length === 0 && scope.includes(caller)).map(({ caller, host, construct }) => ({
    construct,
    what: `\`${caller}\` calls \`${host}\` and does not say why${scope.because(caller)}`,
    repair: `give a \`reason\` to \`calls\``,
  }));
}

function apiServer({ services }: AccessGraph, scope: Scope): GuardrailFinding[] {
  return services.filter(({ id, apiServerCalls }) => apiServerCalls?.reasons.length === 0 && scope.includes(id)).map(({ id, construct }) => ({
    construct,
    what: `\`${id}\` calls the API server and does not say why${scope.because(id)}`,
    repair: 'give a `reason` to `calls`',
  }));
}
