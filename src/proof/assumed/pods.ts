import { unmodelledInterception } from '../../eval/cluster/interception';
import type { WorkloadView } from '../../eval/types';

/** https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/quickstart.md */
const NETWORKS = 'k8s.v1.cni.cncf.io/networks';
const DEFAULT_NETWORK = 'v1.multus-cni.io/default-network';
/** With which OpenShift runs istio-cni, and which joins nothing: https://istio.io/latest/docs/setup/platform-setup/openshift/ */
const ISTIO_CNI = /^(?:[a-z0-9-]+\/)?(?:v\d[a-z0-9-]*-)?istio-cni(?:@[a-z0-9]+)?$/;

/** Of a pod that a declaration is about, what takes it out of what policies enforce, in words; empty: nothing. */
export function notHeld(pod: WorkloadView): readonly string[] {
  const networks = otherNetworks(pod);
  const { asProxy } = pod.dataPlane === 'sidecar' ? pod : {};
  const interception = pod.dataPlane === 'sidecar' ? unmodelledInterception(pod) : undefined;
  return [
    ...(networks === undefined ? [] : [`the annotation \`${networks}\`, which may join it to networks on which NetworkPolicy holds nobody`]),
    ...(asProxy === undefined ? [] : [`a container \`${asProxy}\` that runs as user or group 1337, the proxy's own, so that nothing it sends goes through that`]),
    ...(interception === undefined ? [] : [`${interception}, with which nobody here knows what its proxy sees and enforces`]),
  ];
}

function otherNetworks({ annotations }: WorkloadView): string | undefined {
  const joined = (annotations[NETWORKS] ?? '').split(',').map((network) => network.trim()).filter((network) => network !== '');
  if (joined.some((network) => !ISTIO_CNI.test(network))) return NETWORKS;
  return (annotations[DEFAULT_NETWORK] ?? '') === '' ? undefined : DEFAULT_NETWORK;
}
