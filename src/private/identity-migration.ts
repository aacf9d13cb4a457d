import type { IdentityMigration } from '../identity-migration';
import type { MeshService } from '../mesh-service';
import { isPast } from '../model/in-force';
import { flag, struct } from './arguments';
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
  const shared = flag('sharedUntilThen', given.sharedUntilThen, false);
  const said = { expires, reason, ...(shared ? { shared } : {}), ...(owner === undefined ? {} : { owner }) };
  registry.declareMigration({ service: service.id, serviceAccount, ...said, construct: service.node.path });
  const emitted = flag('emitServiceAccount', given.emitServiceAccount, true);
  // Adopted workloads bring their accounts; and what is past is pruned with the rest.
  if (adopted || !emitted || serviceAccount === DEFAULT || isPast(registry.mesh, expires)) return;
  registry.withNamespace(service.namespaceName, (namespace) => namespace._needAccount?.(serviceAccount));
}
