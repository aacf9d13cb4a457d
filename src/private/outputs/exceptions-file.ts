import type { AccessModel } from '../../model/model';
import { exceptionsOf, exemptionsOf, quarantinesOf } from '../../report';

/**
 * Every quarantine and exception in force, every declaration whose day is past, for whoever has to renew or withdraw them, and what is open
 * to all without one: schema/exceptions.schema.json.
 */
export function exceptionsFile(model: AccessModel): Readonly<Record<string, unknown>> {
  const { asOf } = model.mesh;
  const quarantines = quarantinesOf(model);
  return {
    schema: 'cdk8s-mesh-access/exceptions',
    version: 1,
    ...(asOf === undefined ? {} : { asOf }),
    ...(quarantines.length === 0 ? {} : { quarantines }),
    exceptions: exceptionsOf(model),
    expired: model.expired ?? [],
    exemptions: exemptionsOf(model),
  };
}
