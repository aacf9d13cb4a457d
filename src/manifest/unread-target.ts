import type { UnreadObject } from './manifests';
import { isMap } from './schema/kit';

/**
 * Which proxies an Istio object that is not read is for: by `selector` or `workloadSelector`, or by references. What cannot be made out is for all
 * of them.
 *
 * https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter, https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export function targetOf({ spec }: Readonly<Record<string, unknown>>): Pick<UnreadObject, 'selects' | 'attached' | 'services'> {
  if (!isMap(spec)) return {};
  const { selector, workloadSelector, targetRef, targetRefs } = spec;
  if (isMap(targetRef) || (Array.isArray(targetRefs) && targetRefs.length > 0)) return { attached: true, ...servicesIn(targetRefs) };
  const asked = isMap(workloadSelector) ? workloadSelector.labels : isMap(selector) ? selector.matchLabels : undefined;
  if (!isMap(asked) || !Object.values(asked).every((value) => typeof value === 'string')) return {};
  return { selects: asked as Readonly<Record<string, string>> };
}

function servicesIn(targetRefs: unknown): Pick<UnreadObject, 'services'> {
  if (!Array.isArray(targetRefs)) return {};
  return { services: targetRefs.flatMap((ref: unknown) => (isMap(ref) && ref.kind === 'Service' && typeof ref.name === 'string' ? [ref.name] : [])) };
}
