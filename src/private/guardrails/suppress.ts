import { Construct, type IConstruct } from 'constructs';
import type { ExceptionOptions } from '../../exception-options';
import { invalid, show } from '../arguments';
import { statedException } from '../exceptions';
import { Registry } from '../registry';
import { guardrailId } from './registered';

export function suppress(construct: IConstruct, guardrail: string, options: ExceptionOptions): void {
  if (!Construct.isConstruct(construct)) {
    throw invalid('wrong-type', `Guardrails.suppress must be given a construct, got ${show(construct)}`, 'pass the service, namespace or chart that declares what is found');
  }
  const registry = Registry.of(construct);
  registry.declareSuppression({
    guardrail: guardrailId('guardrail', guardrail),
    ...statedException('Guardrails.suppress', options),
    construct: construct.node.path,
  });
}
