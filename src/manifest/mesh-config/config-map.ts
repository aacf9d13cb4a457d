import type { ConfigMap, KnownObject } from '../kinds';
import type { ManifestObject, UnreadObject } from '../manifests';
import { Findings } from '../schema/finding';
import type { MeshConfig } from './mesh-config';
import { meshConfigOf } from './read';

// istiod reads its MeshConfig from ConfigMap `istio`, one of revision `canary` from `istio-canary`, key `mesh`.

export const MESH_KEY = 'mesh';
const NAME = /^istio(?:-(?!sidecar-injector(?:-|$)).+)?$/;

/** Does it hold a MeshConfig? */
export function carriesMeshConfig({ metadata: { name }, data }: ConfigMap): boolean {
  return NAME.test(name) && data !== undefined && Object.hasOwn(data, MESH_KEY);
}

export interface FoundMeshConfig {
  readonly source: ManifestObject<ConfigMap>;
  /** Where istiod runs, which is the root namespace unless the MeshConfig names another. */
  readonly namespace: string;
  readonly config: MeshConfig;
}

/** Those of the manifests, the one of no revision first. What does not parse has been refused before. */
export function meshConfigs(objects: readonly ManifestObject[]): readonly FoundMeshConfig[] {
  const found = objects.filter(isMeshConfig).flatMap((source): FoundMeshConfig[] => {
    const config = meshConfigOf(source.object.data?.[MESH_KEY] ?? '', new Findings());
    return config === undefined ? [] : [{ source, namespace: source.object.metadata.namespace ?? 'default', config }];
  });
  const isDefault = ({ source }: FoundMeshConfig): boolean => source.object.metadata.name === 'istio';
  return [...found.filter(isDefault), ...found.filter((f) => !isDefault(f))];
}

function isMeshConfig(o: ManifestObject): o is ManifestObject<ConfigMap> {
  return isConfigMap(o.object) && carriesMeshConfig(o.object);
}

function isConfigMap(object: KnownObject): object is ConfigMap {
  return object.kind === 'ConfigMap';
}

/** What of the meshes' settings is not taken into account: keys that are not understood, and other istiods that say otherwise. */
export function unreadMeshConfigs(objects: readonly ManifestObject[]): readonly UnreadObject[] {
  const [first, ...others] = meshConfigs(objects);
  if (first === undefined) return [];
  const unread = ({ source: { object, origin } }: FoundMeshConfig, concern: string): UnreadObject => {
    const { name, namespace } = object.metadata;
    return { apiVersion: object.apiVersion, kind: object.kind, name, ...(namespace === undefined ? {} : { namespace }), origin, concern, weakens: 'mesh' };
  };
  return [
    ...(first.config.unread.length === 0 ? [] : [unread(first, `sets ${first.config.unread.join(', ')} of the mesh`)]),
    ...others.filter((other) => !sameMeaning(other, first)).map((other) => unread(other, 'says otherwise of the mesh, for another istiod')),
  ];
}

function sameMeaning(a: FoundMeshConfig, b: FoundMeshConfig): boolean {
  return a.namespace === b.namespace && JSON.stringify(sorted(a.config)) === JSON.stringify(sorted(b.config));
}

/** Whom they report to is another question. */
function sorted(config: MeshConfig): unknown {
  return Object.entries(config).filter(([key]) => key !== 'reporting').sort(([a], [b]) => (a < b ? -1 : 1));
}
