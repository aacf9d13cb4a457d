import type { IConstruct } from 'constructs';
import type { ExceptionOptions } from '../../exception-options';
import { statedException } from '../exceptions';
import { Registry } from '../registry';
import { guardrailId } from './registered';

export function suppress(construct: IConstruct, guardrail: string, options: ExceptionOptions): void {
  const registry = Registry.of(construct);
  registry.declareSuppression({
    guardrail: guardrailId('guardrail', guardrail),
    ...statedException('Guardrails.suppress', options),
    construct: construct.node.path,
  });
}
