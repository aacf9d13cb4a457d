import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import type { Scope } from '../built-in';

export const OWNER_REQUIRED = { id: 'owner-required', description: 'somebody answers for every service' };

export function withoutOwner({ services }: AccessGraph, scope: Scope): GuardrailFinding[] {
  return services.filter(({ id, owner }) => owner === undefined && scope.includes(id)).map(({ id, construct }) => ({
    construct, what: `nobody answers for \`${id}\`${scope.because(id)}`, repair: 'give `owner` to it or to its namespace',
  }));
}
