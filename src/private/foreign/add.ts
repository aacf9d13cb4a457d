import { Access } from '../../access';
import { ApiServer } from '../../api-server';
import { DataPlane } from '../../data-plane';
import { ForeignPods, type ForeignPodsOptions } from '../../foreign-pods';
import type { MeshNamespace } from '../../mesh-namespace';
import { MeshService } from '../../mesh-service';
import { instance, reasonText, struct } from '../arguments';

/** Pods that others make, as a service of which only the policies are emitted, with what they cannot do without. */
export function addForeignPods(namespace: MeshNamespace, id: string, value: ForeignPods, options: ForeignPodsOptions): MeshService {
  const { _made: made } = instance('pods', value, ForeignPods, 'write `ForeignPods.certManagerSolver()` or `ForeignPods.of({ … })`');
  const given = struct('options of addForeignPods', options);
  const reason = reasonText('addForeignPods', given.reason);
  const plane = namespace.dataPlane === DataPlane.NONE ? DataPlane.NONE : made.dataPlaneIn?.(namespace.dataPlane) ?? namespace.dataPlane;
  const service = new MeshService(namespace, id, {
    namespace,
    ...(given.name === undefined ? {} : { name: given.name }),
    ...(given.owner === undefined ? {} : { owner: given.owner }),
    ...(given.sharedIdentity === undefined ? {} : { sharedIdentity: given.sharedIdentity }),
    podLabels: made.podLabels,
    ...(made.services.length === 0 ? {} : { additionalServices: [...made.services] }),
    serviceAccountName: made.serviceAccountName,
    deployedElsewhere: true,
    ...(plane === namespace.dataPlane ? {} : { dataPlane: plane }),
    _foreign: { made, reason },
  });
  for (const need of made.needs) {
    switch (need.of) {
      case 'peers': service.allowFrom(service, { access: [Access.ports(...need.ports)], reason: `pods of ${made.madeBy} among themselves` });
        break;
      case 'operator': service.allowFrom(need.operator, { access: [Access.ports(...need.ports)], reason: `the operator of ${made.madeBy}` });
        break;
      case 'api-server': service.calls(ApiServer.onControlPlane(), { reason });
    }
  }
  return service;
}
