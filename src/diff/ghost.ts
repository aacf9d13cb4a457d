import { callerOf } from '../eval/callers';
import { dataPlaneOf } from '../eval/cluster/injection';
import type { Caller, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';

/**
 * A workload that only the other manifests have, as these would take it if it were there: who may call is a matter of policies, so that a
 * caller that comes or goes changes nothing by itself.
 */
export function ghostOf(world: World, workload: WorkloadView): Caller {
  return callerOf(world, { ...workload, dataPlane: planeIn(world, workload) });
}

/** The data plane that it would have there. */
export function planeIn({ settings, namespaces }: World, workload: WorkloadView): WorkloadView['dataPlane'] {
  const { namespace, dataPlane, labels, annotations, serviceAccount, hostNetwork, containerPorts } = workload;
  if (!settings.mesh) return 'none';
  const ofNamespace = namespaces.get(namespace);
  if (ofNamespace === undefined || dataPlane === 'waypoint' || dataPlane === 'gateway') return dataPlane;
  return dataPlaneOf({ labels, annotations, serviceAccountName: serviceAccount, hostNetwork, containerPorts }, 'Deployment', namespace, ofNamespace, settings);
}
