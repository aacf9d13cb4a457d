import type { ConfigMap } from '../kinds';
import type { UnreadObject } from '../manifests';
import { carriesMeshConfig, MESH_KEY } from '../mesh-config/config-map';
import { meshConfigOf } from '../mesh-config/read';
import type { Findings } from '../schema/finding';
import { isMap, type Fault } from '../schema/kit';
import { show } from '../schema/show';
import { plainValue } from '../text/plain';

/** A key becomes the name of a file. */
export function dataKeyFault(key: string): Fault | undefined {
  if (key.length > 253) return { message: `has ${key.length} characters; at most 253 are allowed` };
  if (key === '.' || key.startsWith('..')) return { message: 'is no name of a file: `.`, `..` and what begins with `..` lead elsewhere' };
  return /^[-._a-zA-Z0-9]+$/.test(key) ? undefined : { message: 'is not a key of a ConfigMap', repair: 'use letters, digits, `-`, `_` and `.`' };
}

export function configMapRules(configMap: ConfigMap, findings: Findings): void {
  const { data = {}, binaryData } = configMap as ConfigMap & { readonly binaryData?: Readonly<Record<string, string>> };
  for (const key of Object.keys(binaryData ?? {})) {
    if (Object.hasOwn(data, key)) findings.addAt(['binaryData', key], 'duplicate-value', `${show(key)} is a key of \`data\`, too`, { repair: 'remove one of them' });
  }
  // istiod goes on with what it had before, or does not start.
  if (carriesMeshConfig(configMap)) findings.at('data', () => findings.at(MESH_KEY, () => meshConfigOf(data[MESH_KEY], findings)));
}

/** Of every Gateway of a class: https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#gatewayclass-defaults */
const CLASS_DEFAULTS = 'gateway.istio.io/defaults-for-class';

/** Of the many that begin so (`istio-ca-root-cert` in every namespace, leases, dashboards), those that istiod, the injector and istio-cni read. */
const SETTINGS = /^istio(-sidecar-injector(-.+)?|-cni-config)?$/;
const NETWORKS = 'meshNetworks';

/** Istio's own settings beside its MeshConfig, which a harmless kind carries: what the injector and istiod deploy. */
export function configMapConcern(configMap: ConfigMap): Pick<UnreadObject, 'concern' | 'weakens'> | undefined {
  const { metadata: { name, labels = {} }, data = {} } = configMap;
  if ((SETTINGS.test(name) || Object.hasOwn(data, NETWORKS)) && !carriesMeshConfig(configMap)) {
    const capture = unusualCapture(data.values);
    return capture.length === 0
      ? { concern: 'may carry settings of the mesh' }
      : { concern: `sets ${capture.map((key) => `values.global.proxy.${key}`).join(', ')} of injected sidecars`, weakens: 'mesh' };
  }
  return labels[CLASS_DEFAULTS] === undefined ? undefined : { concern: 'changes what is deployed for Gateways', weakens: 'gateways' };
}

/**
 * What is usual of what sidecars capture.
 *
 * https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/values.yaml (`global.proxy`)
 */
const CAPTURE: Readonly<Record<string, readonly unknown[]>> = {
  includeInboundPorts: ['*', ''],
  excludeInboundPorts: [''],
  includeIPRanges: ['*', ''],
  excludeIPRanges: [''],
  includeOutboundPorts: [''],
  excludeOutboundPorts: [''],
  statusPort: [15020],
};

/** Of the values that the injector fills its templates with, what leads other traffic past sidecars than a pod's own annotations say. */
function unusualCapture(values: string | undefined): readonly string[] {
  const { value } = plainValue(values ?? '');
  const { global } = isMap(value) ? value : {};
  const { proxy } = isMap(global) ? global : {};
  if (!isMap(proxy)) return [];
  return Object.entries(CAPTURE).filter(([key, usual]) => proxy[key] !== undefined && !usual.includes(proxy[key])).map(([key]) => key);
}
