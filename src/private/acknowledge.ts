import type { IConstruct } from 'constructs';
import { Assumption } from '../assumption';
import type { AcknowledgedObjectOptions } from '../acknowledged-object-options';
import type { ExceptionOptions } from '../exception-options';
import type { AcknowledgementModel } from '../model/model';
import { member, struct, text } from './arguments';
import { statedException } from './exceptions';
import { Registry } from './registry';

/** `service`, `object`: of this one alone. */
export function acknowledge(
  construct: IConstruct, assumption: Assumption, options: ExceptionOptions, { service, object }: Pick<AcknowledgementModel, 'service' | 'object'> = {},
): void {
  const id = member('assumption', assumption, Assumption);
  Registry.of(construct).declareAcknowledgement({
    assumption: id,
    ...(service === undefined ? {} : { service }),
    ...(object === undefined ? {} : { object }),
    ...statedException('acknowledge', options),
    construct: construct.node.path,
  });
}

/** Of what is not read; by name, so that the next one beside it is seen. */
export function acknowledgeObject(
  construct: IConstruct, object: { readonly kind: string; readonly name: string }, options: AcknowledgedObjectOptions,
): void {
  const { namespace } = struct('options of acknowledgeObject', options);
  const place = namespace === undefined || namespace === null ? '' : `${text('namespace', namespace)}/`;
  acknowledge(construct, Assumption.UNREAD_OBJECTS, options, { object: `${text('kind', object.kind)} ${place}${text('name', object.name)}` });
}
