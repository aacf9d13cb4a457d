import type { AccessModel } from '../../model/model';
import { exceptionsOf, exemptionsOf } from '../../report';

/**
 * Every exception in force and every declaration whose day is past, for whoever has to renew or withdraw them, and what is open to all without
 * one: schema/exceptions.schema.json.
 */
export function exceptionsFile(model: AccessModel): Readonly<Record<string, unknown>> {
  const { asOf } = model.mesh;
  return {
    schema: 'cdk8s-mesh-access/exceptions',
    version: 1,
    ...(asOf === undefined ? {} : { asOf }),
    exceptions: exceptionsOf(model),
    expired: model.expired ?? [],
    exemptions: exemptionsOf(model),
  };
}
