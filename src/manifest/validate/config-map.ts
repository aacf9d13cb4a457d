import type { ConfigMap } from '../kinds';
import { carriesMeshConfig, MESH_KEY } from '../mesh-config/config-map';
import { meshConfigOf } from '../mesh-config/read';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { show } from '../schema/show';

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

/** Istio's own settings beside its MeshConfig, which a harmless kind carries: what the injector and istiod deploy. */
export function configMapConcern(configMap: ConfigMap): string | undefined {
  const { metadata: { name, labels = {} } } = configMap;
  if (/^istio(-sidecar-injector)?(-.+)?$/.test(name) && !carriesMeshConfig(configMap)) return 'may carry settings of the mesh';
  return labels[CLASS_DEFAULTS] === undefined ? undefined : 'changes what is deployed for Gateways';
}
