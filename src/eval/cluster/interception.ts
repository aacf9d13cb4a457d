import { unusualInText } from '../../manifest/mesh-config/proxy-config';
import type { Labels } from '../../manifest/kinds';
import type { WorkloadView } from '../types';

/** What is redirected to a proxy by interface instead of by port, or by a proxy that somebody else set up. */
const NOT_MODELLED = [
  'traffic.sidecar.istio.io/excludeInterfaces',
  'traffic.sidecar.istio.io/kubevirtInterfaces',
  'istio.io/reroute-virtual-interfaces',
  'sidecar.istio.io/bootstrapOverride',
  'sidecar.istio.io/discoveryAddress',
  'sidecar.istio.io/proxyImage',
  'proxy.istio.io/overrides',
];

const MODE = 'sidecar.istio.io/interceptionMode';
const TEMPLATES = 'inject.istio.io/templates';
const PROXY_CONFIG = 'proxy.istio.io/config';
/** Of the agent, which no sidecar captures: with another the injector lets that one past. */
const STATUS_PORT = 'status.sidecar.istio.io/port';

/**
 * With what a pod's proxy may see other traffic than ports tell, or be no such proxy, in words; undefined: nothing. `gateway` is a
 * template that has been understood before (`dataPlaneOf`); of others nobody knows what they inject (`grpc-agent` has no listeners).
 *
 * https://istio.io/latest/docs/reference/config/annotations/
 */
export function unmodelledInterception({ annotations, ownProxy }: Pick<WorkloadView, 'annotations' | 'ownProxy'>): string | undefined {
  if (ownProxy !== undefined) return `a container \`${ownProxy}\` of the pod's own`;
  const annotation = unmodelledAnnotation(annotations);
  return annotation === undefined ? undefined : `the annotation \`${annotation}\``;
}

function unmodelledAnnotation(annotations: Labels): string | undefined {
  if (annotations[MODE] === 'NONE') return MODE;
  if (!['sidecar', 'gateway'].includes((annotations[TEMPLATES] ?? 'sidecar').trim())) return TEMPLATES;
  const config = annotations[PROXY_CONFIG];
  if (config !== undefined && unusualInText(config).length > 0) return PROXY_CONFIG;
  if (!['15020', ''].includes((annotations[STATUS_PORT] ?? '').trim())) return STATUS_PORT;
  return NOT_MODELLED.find((key) => (annotations[key] ?? '') !== '');
}
