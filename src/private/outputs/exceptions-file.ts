import type { ExceptionModel } from '../../model/exception';
import type { AccessModel } from '../../model/model';
import type { ProofResult } from '../../proof';
import { exceptionsOf, exemptionsOf, openedTexts, quarantinesOf } from '../../report';

/**
 * Every quarantine and exception in force, every declaration whose day is past, for whoever has to renew or withdraw them, and what is open
 * to all without one: schema/exceptions.schema.json.
 */
export function exceptionsFile(model: AccessModel, proof?: ProofResult): Readonly<Record<string, unknown>> {
  const { asOf } = model.mesh;
  const quarantines = quarantinesOf(model);
  return {
    schema: 'cdk8s-mesh-access/exceptions',
    version: 1,
    ...(asOf === undefined ? {} : { asOf }),
    ...(quarantines.length === 0 ? {} : { quarantines }),
    exceptions: exceptionsOf(model).map((e) => ({ ...e, ...openedBy(e, proof) })),
    expired: model.expired ?? [],
    exemptions: exemptionsOf(model),
  };
}

/** Known once it is proved, and not before. */
function openedBy({ object }: ExceptionModel, proof: ProofResult | undefined): { readonly opens?: readonly string[] } {
  const opening = object === undefined ? undefined : proof?.opened?.find((o) => o.object === object);
  return opening === undefined ? {} : { opens: openedTexts(opening.access) };
}
