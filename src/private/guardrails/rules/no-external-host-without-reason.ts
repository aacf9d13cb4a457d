import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import type { Scope } from '../built-in';

export const NO_EXTERNAL_HOST_WITHOUT_REASON = {
  id: 'no-external-host-without-reason', description: 'whoever calls a host outside the cluster says why',
};

export function externalHostsWithoutReason({ externals }: AccessGraph, scope: Scope): GuardrailFinding[] {
  return externals.filter(({ caller, reasons }) => reasons.length === 0 && scope.includes(caller)).map(({ caller, host, construct }) => ({
    construct,
    what: `\`${caller}\` calls \`${host}\` and does not say why${scope.because(caller)}`,
    repair: `give a \`reason\` to \`calls\``,
  }));
}
