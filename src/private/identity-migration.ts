import { Construct } from 'constructs';
import type { IdentityMigration } from '../identity-migration';
import type { MeshService } from '../mesh-service';
import { isPast } from '../model/in-force';
import { createObjects } from './api-objects';
import { struct } from './arguments';
import { day } from './dates';
import { statedException } from './exceptions';
import { objectName } from './names';
import type { Registry } from './registry';

/** Every namespace has it, and nobody but Kubernetes makes it. */
const DEFAULT = 'default';

export function declareMigration(service: MeshService, registry: Registry, adopted: boolean, migration: IdentityMigration): void {
  const given = struct('migrateIdentity', migration);
  const serviceAccount = objectName('fromServiceAccount', given.fromServiceAccount);
  const expires = day('expires', given.expires);
  const { reason, owner } = statedException('migrateIdentity', { ...given, reason: given.reason as string });
  const said = { expires, reason, ...(owner === undefined ? {} : { owner }) };
  registry.declareMigration({ service: service.id, serviceAccount, ...said, construct: service.node.path });
  const id = `FormerAccount-${serviceAccount}`;
  // Adopted workloads bring their accounts; and what is past is pruned with the rest.
  if (adopted || serviceAccount === DEFAULT || isPast(registry.mesh, expires) || service.node.tryFindChild(id) !== undefined) return;
  registry.withNamespace(service.namespaceName, (namespace, late) => {
    const slots = registry.platform.formerAccountSlots(service._declaredIn(namespace), serviceAccount);
    const objects = createObjects(new Construct(service, id), slots, () => registry.index());
    if (late) namespace._precede?.(objects);
  });
}
