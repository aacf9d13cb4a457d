import { Construct } from 'constructs';
import type { MeshService } from '../mesh-service';
import type { QuarantineOptions } from '../quarantine-options';
import { createObjects } from './api-objects';
import { statedException } from './exceptions';
import type { Registry } from './registry';

const ID = 'Quarantine';

export function declareQuarantine(service: MeshService, registry: Registry, options: QuarantineOptions): void {
  registry.declareQuarantine({ service: service.id, ...statedException('quarantine', options), construct: service.node.path });
  if (service.node.tryFindChild(ID) !== undefined) return;
  const scope = new Construct(service, ID);
  registry.withNamespace(service.namespaceName, (namespace, late) => {
    const slots = registry.platform.quarantineSlots(registry.mesh, service._declaredIn(namespace));
    const objects = createObjects(scope, slots, () => registry.index());
    if (late) namespace._precede?.(objects);
  });
}
