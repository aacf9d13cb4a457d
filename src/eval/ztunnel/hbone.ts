import { clientTls } from '../cluster/client-tls';
import { dataPlaneOf } from '../cluster/injection';
import type { Caller, DataPlane, Destination, WorkloadView } from '../types';
import type { World } from '../world';

/** Where ambient pods, waypoints and, in a mesh with ambient, sidecars take connections in, whatever port these are for. */
export const HBONE_PORT = 15008;

const TUNNEL = 'networking.istio.io/tunnel';
const BARE_POD = { labels: {}, annotations: {}, serviceAccountName: 'default', hostNetwork: false, containerPorts: [] };

/**
 * The data plane that a caller sends from. Without a workload that of a pod of its namespace that asks for nothing; an identity from a
 * namespace that has none is a gateway's, or comes from a pod that asks by itself.
 */
export function planeOf(world: World, caller: Caller): DataPlane {
  if (!world.settings.mesh) return 'none';
  const stated = caller.workload?.dataPlane ?? caller.dataPlane;
  if (stated !== undefined) return stated;
  if (caller.principal === undefined) return 'none';
  if (caller.namespace === undefined) return 'unknown';
  const plane = dataPlaneOf(BARE_POD, 'Pod', caller.namespace, world.namespaces.get(caller.namespace), world.settings);
  return plane === 'none' ? 'unknown' : plane;
}

/**
 * Sidecars of a mesh with ambient are injected with this label, unless the pod has it already: then what it says counts. Machines have what they are
 * given.
 *
 * https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/files/injection-template.yaml
 */
export function takesHbone({ dataPlane, labels, apart }: WorkloadView): boolean {
  switch (dataPlane) {
    case 'ambient': case 'waypoint': return true;
    case 'sidecar': return labels[TUNNEL]?.split(',').includes('http') ?? apart === undefined;
    default: return false;
  }
}

/**
 * The ports at which the network may see a connection to a TCP port of a workload: HBONE's, the port itself, or, where it is not known
 * whether the caller sends HBONE, both. A sidecar sends HBONE only to what takes nothing else: an ambient pod.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/xds/endpoints/endpoint_builder.go (`buildEnvoyLbEndpoint`)
 */
export function networkPorts(world: World, caller: Caller, destination: Destination): readonly number[] {
  const { workload, port, protocol } = destination;
  if (!world.ambient || protocol !== 'TCP') return [port];
  switch (sendsHbone(world, caller, destination)) {
    case 'yes': return [HBONE_PORT];
    case 'no': return [port];
    case 'unknown': return workload.dataPlane === 'unknown' || takesHbone(workload) ? [HBONE_PORT, port] : [port];
  }
}

/** A pod in ambient mode, or a waypoint: mTLS of sidecars it does not speak. */
export function sendsHboneToSidecars(world: World, caller: Caller): boolean {
  const plane = planeOf(world, caller);
  return plane === 'ambient' || plane === 'waypoint';
}

function sendsHbone(world: World, caller: Caller, destination: Destination): 'yes' | 'no' | 'unknown' {
  const { workload } = destination;
  const plane = planeOf(world, caller);
  const always = sendsHboneToSidecars(world, caller);
  switch (workload.dataPlane) {
    case 'ambient': {
      if (plane === 'none') return 'no';
      if (caller.workload?.apart === 'machine') return 'unknown';
      if (always) return 'yes';
      if (caller.principal === undefined) return plane === 'unknown' ? 'unknown' : 'no';
      switch (clientTls(world, caller, destination).mode) {
        case 'auto': return 'yes';
        case 'plaintext': return plane === 'unknown' ? 'unknown' : 'no';
        default: return 'unknown';
      }
    }
    case 'sidecar': {
      if (!takesHbone(workload)) return 'no';
      return always ? 'yes' : plane === 'unknown' ? 'unknown' : 'no';
    }
    case 'unknown': return plane === 'none' ? 'no' : 'unknown';
    default: return 'no';
  }
}
