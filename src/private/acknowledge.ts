import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Assumption } from '../assumption';
import type { AcknowledgedObjectOptions } from '../acknowledged-object-options';
import type { ExceptionOptions } from '../exception-options';
import type { Manifests } from '../manifest';
import type { AccessModel, AcknowledgementModel } from '../model/model';
import { groupOf, isOpeningKind, OPENING_KINDS } from '../model/opening-kinds';
import type { Problem } from '../model/problem';
import { mistakenIn } from '../proof';
import { isOwn } from './api-objects';
import { invalid, member, struct, text } from './arguments';
import { statedException } from './exceptions';
import { Registry } from './registry';

/** `service`, `object`: of this one alone. */
export function acknowledge(
  construct: IConstruct, assumption: Assumption, options: ExceptionOptions,
  { service, object, group }: Pick<AcknowledgementModel, 'service' | 'object' | 'group'> = {},
): void {
  const id = member('assumption', assumption, Assumption);
  Registry.of(construct).declareAcknowledgement({
    assumption: id,
    ...(service === undefined ? {} : { service }),
    ...(object === undefined ? {} : { object }),
    ...(group === undefined ? {} : { group }),
    ...statedException('acknowledge', options),
    construct: construct.node.path,
  });
}

/** By name, so that the next one beside it is seen: a policy that opens more than is declared, or what is not read. */
export function acknowledgeObject(
  construct: IConstruct, object: { readonly kind: string; readonly name: string }, options: AcknowledgedObjectOptions,
): void {
  const { namespace: given, apiVersion } = struct('options of acknowledgeObject', options);
  const kind = text('kind', object.kind);
  const namespace = given === undefined || given === null ? undefined : text('namespace', given);
  const name = text('name', object.name);
  const group = apiVersion === undefined || apiVersion === null ? undefined : groupOf(text('apiVersion', apiVersion));
  if (isOpeningKind(kind) && (group === undefined || group === OPENING_KINDS[kind])) {
    const said = statedException('acknowledge', options);
    Registry.of(construct).declareAcknowledgedPolicy({ kind, namespace: namespace ?? 'default', name, ...said, construct: construct.node.path });
    return;
  }
  const place = namespace === undefined ? '' : `${namespace}/`;
  acknowledge(construct, Assumption.UNREAD_OBJECTS, options, { object: `${kind} ${place}${name}`, ...(group === undefined ? {} : { group }) });
}

export function acknowledgeApiObject(construct: IConstruct, object: ApiObject, options: ExceptionOptions): void {
  if (!ApiObject.isApiObject(object)) throw invalid('wrong-type', 'acknowledgeApiObject must be given an ApiObject', 'pass what `IncludedObjects.find` returns, or give kind and name to `acknowledgeObject`');
  const { apiVersion, kind, name, metadata: { namespace }, node: { path } } = object;
  if (isOwn(object)) throw invalid('own-object', `\`${path}\` is emitted by this library`, 'change what is declared instead');
  acknowledgeObject(construct, { kind, name }, { ...struct('options of acknowledgeApiObject', options) as ExceptionOptions, apiVersion, ...(namespace === undefined ? {} : { namespace }) });
}

/** Of objects that are not there, or that are ours. */
export function acknowledgementProblems(model: AccessModel, manifests: Manifests): readonly Problem[] {
  return mistakenIn(model, manifests).map(({ isOwn: ours, refutation: { construct = model.mesh.construct, text: message, repair } }) => (
    ours ? { code: 'own-object', construct, message, repair } : { code: 'unknown-object', construct, message, repair }
  ));
}
