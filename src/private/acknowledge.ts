import type { IConstruct } from 'constructs';
import { Assumption } from '../assumption';
import type { ExceptionOptions } from '../exception-options';
import { member } from './arguments';
import { statedException } from './exceptions';
import { Registry } from './registry';

/** `service`: of this one alone. */
export function acknowledge(construct: IConstruct, assumption: Assumption, options: ExceptionOptions, service?: string): void {
  const id = member('assumption', assumption, Assumption);
  Registry.of(construct).declareAcknowledgement({
    assumption: id,
    ...(service === undefined ? {} : { service }),
    ...statedException('acknowledge', options),
    construct: construct.node.path,
  });
}
