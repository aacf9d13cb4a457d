import type { SuppressionModel } from '../model/guardrail';
import type { AcknowledgedPolicyModel, AcknowledgementModel } from '../model/model';
import { byKey } from '../private/sorting';
import type { Declarations } from './declarations';
import type { InForce } from './in-force';

/** Those in force, each once. An assumption that nobody stands by any more is listed as one again. */
export function resolveAcknowledgements({ acknowledgements }: Declarations, inForce: InForce): AcknowledgementModel[] {
  const current = inForce.of(acknowledgements, ({ assumption, service, object }) => {
    const of = object ?? service;
    return `standing by ${assumption}${of === undefined ? '' : ` for ${of}`}`;
  });
  return byKey(current, (a) => [a.assumption, a.service ?? '', a.object ?? '', a.reason, a.expires ?? '', a.owner ?? '', a.construct].join('\n'));
}

/** Those in force, each once. An object that nobody stands by any more is held to what is declared again. */
export function resolveAcknowledgedPolicies({ acknowledgedPolicies }: Declarations, inForce: InForce): AcknowledgedPolicyModel[] {
  const current = inForce.of(acknowledgedPolicies, ({ kind, namespace, name }) => `standing by ${kind} ${namespace}/${name}`);
  return byKey(current, (a) => [a.kind, a.namespace, a.name, a.reason, a.expires ?? '', a.owner ?? '', a.construct].join('\n'));
}

/** Those in force, each once. */
export function resolveSuppressions({ suppressions }: Declarations, inForce: InForce): SuppressionModel[] {
  const current = inForce.of(suppressions, ({ guardrail, construct }) => `suppressing guardrail ${guardrail}${construct === '' ? '' : ` at ${construct}`}`);
  return byKey(current, (s) => [s.guardrail, s.construct, s.reason, s.expires ?? '', s.owner ?? ''].join('\n'));
}
