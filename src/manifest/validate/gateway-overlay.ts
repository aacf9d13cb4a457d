import { isGatewayApi, type ConfigMap, type Gateway, type KnownObject } from '../kinds';
import type { ManifestObject, UnreadObject } from '../manifests';
import { isMap } from '../schema/kit';
import { plainValue } from '../text/plain';

// What istiod deploys for a Gateway can be patched by a ConfigMap: https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment

const NAMESPACE_LEFT_OUT = 'default';

/** Keys whose objects carry no access. */
const SCALING: ReadonlySet<string> = new Set(['horizontalPodAutoscaler', 'podDisruptionBudget']);

/** Of a pod template: where it runs and how much it gets, not who it is or what it listens to. */
const PLACEMENT: ReadonlySet<string> = new Set([
  'affinity', 'nodeSelector', 'tolerations', 'topologySpreadConstraints', 'priorityClassName', 'terminationGracePeriodSeconds',
]);

/** Whether a map has, below these keys and no others, what their checks accept. */
const hasOnly = (value: unknown, keys: Readonly<Record<string, (value: unknown) => boolean>>): boolean => (
  isMap(value) && Object.entries(value).every(([key, child]) => Object.hasOwn(keys, key) && keys[key](child))
);

const anything = (): boolean => true;
const plainContainers = (value: unknown): boolean => (
  Array.isArray(value) && value.every((item) => hasOnly(item, { name: anything, resources: anything }))
);
const plainPodSpec = (value: unknown): boolean => (
  isMap(value) && Object.entries(value).every(([key, child]) => PLACEMENT.has(key) || (key === 'containers' && plainContainers(child)))
);

/** A Deployment patched in its size and place only. */
function plainDeployment(patch: unknown): boolean {
  return hasOnly(patch, {
    apiVersion: anything,
    kind: anything,
    metadata: (metadata) => hasOnly(metadata, { annotations: anything, labels: anything }),
    spec: (spec) => hasOnly(spec, {
      replicas: anything,
      strategy: anything,
      minReadySeconds: anything,
      revisionHistoryLimit: anything,
      template: (template) => hasOnly(template, { spec: plainPodSpec }),
    }),
  });
}

function isPlain([key, text]: [string, string]): boolean {
  if (SCALING.has(key)) return true;
  if (key !== 'deployment') return false;
  return plainDeployment(plainValue(text).value);
}

const isGateway = (object: KnownObject): object is Gateway => isGatewayApi(object);
const isConfigMap = (object: KnownObject): object is ConfigMap => object.kind === 'ConfigMap';
const place = (namespace: string | undefined, name: string): string => `${namespace ?? NAMESPACE_LEFT_OUT}/${name}`;

/** Gateways whose pods may be others than istiod's defaults: identity, labels, ports. */
export function patchedGateways(objects: readonly ManifestObject[]): UnreadObject[] {
  const gateways = objects.flatMap(({ object, origin }) => isGateway(object) ? [{ object, origin }] : []);
  if (gateways.length === 0) return [];
  const options = new Map<string, ConfigMap[]>();
  for (const { object } of objects) {
    if (!isConfigMap(object)) continue;
    const at = place(object.metadata.namespace, object.metadata.name);
    options.set(at, [...options.get(at) ?? [], object]);
  }
  return gateways.flatMap(({ object: { apiVersion, kind, metadata: { name, namespace }, spec }, origin }) => {
    const ref = spec.infrastructure?.parametersRef;
    if (ref === undefined) return [];
    const overlays = ref.group === '' && ref.kind === 'ConfigMap' ? options.get(place(namespace, ref.name)) : undefined;
    if (overlays?.every(({ data = {} }) => Object.entries(data).every(isPlain))) return [];
    const concern = `is deployed as ${ref.kind} \`${ref.name}\` says${overlays === undefined ? ', which is not among the manifests' : ''}`;
    return [{ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }), origin, concern, weakens: 'gateways' as const }];
  });
}
