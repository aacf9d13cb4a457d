import type { AccessGraph } from '../../../access-graph';
import { ExceptionKind } from '../../../graph-elements';
import type { GuardrailFinding } from '../../../guardrail';
import type { Scope } from '../built-in';

export const NO_ACKNOWLEDGED_OBJECTS = { id: 'no-acknowledged-objects', description: 'no policy of others opens more than is declared' };

export function acknowledgedObjects({ exceptions }: AccessGraph, scope: Scope): GuardrailFinding[] {
  return exceptions.filter(({ kind }) => kind === ExceptionKind.ACKNOWLEDGED_OBJECT).flatMap(({ object, mayOpen = [], construct }) => (
    mayOpen.filter((service) => scope.includes(service)).map((service) => ({
      construct, what: `\`${object}\` may open more of \`${service}\` than is declared${scope.because(service)}`, repair: 'declare what it opens, or remove it',
    }))));
}
