import type { AccessModel } from '../../model/model';
import { expiredOfRoles, rolesOf } from '../../report';

/** Who holds what by which role, for whoever certifies access again: schema/roles.schema.json. */
export function rolesFile(model: AccessModel): Readonly<Record<string, unknown>> {
  const { asOf } = model.mesh;
  return {
    schema: 'cdk8s-mesh-access/roles',
    version: 1,
    ...(asOf === undefined ? {} : { asOf }),
    ...rolesOf(model),
    expired: expiredOfRoles(model),
  };
}
