import { unmodelledInterception } from '../../eval/cluster/interception';
import type { WorkloadView } from '../../eval/types';

/** https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/quickstart.md */
const NETWORKS = 'k8s.v1.cni.cncf.io/networks';
const DEFAULT_NETWORK = 'v1.multus-cni.io/default-network';
/** With which OpenShift runs istio-cni, and which joins nothing: https://istio.io/latest/docs/setup/platform-setup/openshift/ */
const ISTIO_CNI = /^(?:[a-z0-9-]+\/)?(?:v\d[a-z0-9-]*-)?istio-cni(?:@[a-z0-9]+)?$/;

/** What takes a pod out of what policies enforce, and what to do about it, in words. */
export interface NotHeld {
  readonly why: string;
  readonly repair: string;
}

const IMAGE = 'sidecar.istio.io/proxyImage';
/** https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/values.yaml */
const VALUES = '`global.hub`, `global.tag`, `global.variant`, `global.proxy.image`';

/**
 * Of a pod that a declaration is about; empty: nothing. Nobody can stand by one of these instead of taking it out, since what is declared of the
 * pod's calls, or of calls to it, would then be proved by nothing; each has a way to do without.
 */
export function notHeld(pod: WorkloadView): readonly NotHeld[] {
  const networks = otherNetworks(pod);
  const { asProxy } = pod.dataPlane === 'sidecar' ? pod : {};
  const interception = pod.dataPlane === 'sidecar' ? unmodelledInterception(pod) : undefined;
  return [
    ...(networks === undefined
      ? []
      : [{ why: `the annotation \`${networks}\`, which may join it to networks on which NetworkPolicy holds nobody`, repair: 'take it out' }]),
    ...(asProxy === undefined
      ? []
      : [{
          why: `a container \`${asProxy}\` that runs as user or group 1337, the proxy's own, so that nothing it sends goes through that`,
          repair: 'let it run as another user and group (`securityContext.runAsUser`, `runAsGroup`)',
        }]),
    ...(interception === undefined
      ? []
      : [{
          why: `${interception}, with which nobody here knows what its proxy sees and enforces`,
          repair: `take it out${interception.includes(IMAGE) ? `, and choose the image of all proxies where the mesh is installed (${VALUES})` : ''}`,
        }]),
  ];
}

function otherNetworks({ annotations }: WorkloadView): string | undefined {
  const joined = (annotations[NETWORKS] ?? '').split(',').map((network) => network.trim()).filter((network) => network !== '');
  if (joined.some((network) => !ISTIO_CNI.test(network))) return NETWORKS;
  return (annotations[DEFAULT_NETWORK] ?? '') === '' ? undefined : DEFAULT_NETWORK;
}
