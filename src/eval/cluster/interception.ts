import type { WorkloadView } from '../types';

/** What is redirected to a proxy by interface instead of by port, or by a proxy that somebody else set up. */
const NOT_MODELLED = [
  'traffic.sidecar.istio.io/excludeInterfaces',
  'traffic.sidecar.istio.io/kubevirtInterfaces',
  'istio.io/reroute-virtual-interfaces',
  'sidecar.istio.io/bootstrapOverride',
];

const MODE = 'sidecar.istio.io/interceptionMode';
const TEMPLATES = 'inject.istio.io/templates';
const PROXY_CONFIG = 'proxy.istio.io/config';
/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
const REPLACES_PROXY = /\b(interceptionMode|customConfigFile|proxyBootstrapTemplatePath|binaryPath)\b/;

/**
 * The annotation with which a pod's proxy may see other traffic than ports tell, or be no such proxy; undefined: none. `gateway` is a
 * template that has been understood before (`dataPlaneOf`); of others nobody knows what they inject (`grpc-agent` has no listeners).
 *
 * https://istio.io/latest/docs/reference/config/annotations/
 */
export function unmodelledInterception({ annotations }: Pick<WorkloadView, 'annotations'>): string | undefined {
  if (annotations[MODE] === 'NONE') return MODE;
  if (!['sidecar', 'gateway'].includes((annotations[TEMPLATES] ?? 'sidecar').trim())) return TEMPLATES;
  if (REPLACES_PROXY.test(annotations[PROXY_CONFIG] ?? '')) return PROXY_CONFIG;
  return NOT_MODELLED.find((key) => (annotations[key] ?? '') !== '');
}
