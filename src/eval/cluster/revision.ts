import type { Labels } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { type FoundMeshConfig, meshConfigs } from '../../manifest/mesh-config/config-map';
import { settingsOfMeshConfig } from '../settings';
import type { MeshSettings } from '../types';

const INJECTION = 'istio-injection';
const REVISION = 'istio.io/rev';

/**
 * The revision, or a tag of one, whose istiod a pod with a proxy gets; undefined: the default one, which `istio-injection` asks for
 * whatever else the namespace says. The pod's own label counts where its namespace says nothing.
 *
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
function revisionOf(pod: Labels, namespace: Labels | undefined): string | undefined {
  if (namespace?.[INJECTION] !== undefined) return undefined;
  const asked = namespace?.[REVISION] ?? pod[REVISION];
  return asked === 'default' ? undefined : asked;
}

/** Says why the settings that are gone by may not be those of a pod's istiod; undefined: they are, as far as the manifests show. */
export type OtherMeshConfig = (pod: Labels, namespace: Labels | undefined) => string | undefined;

/** With one MeshConfig among the manifests, or several that say the same, it is everybody's. */
export function otherMeshConfigs(objects: readonly ManifestObject[], stated: Partial<MeshSettings>): OtherMeshConfig {
  const [first, ...others] = meshConfigs(objects);
  const meaning = ({ config, namespace }: FoundMeshConfig): string => (
    JSON.stringify(Object.entries({ ...settingsOfMeshConfig(config, namespace), ...stated }).sort(([a], [b]) => (a < b ? -1 : 1))));
  if (first === undefined || others.every((other) => meaning(other) === meaning(first))) return () => undefined;
  const nameOf = ({ source }: FoundMeshConfig): string => source.object.metadata.name;
  return (pod, namespace) => {
    const revision = revisionOf(pod, namespace);
    const own = [first, ...others].find((c) => nameOf(c) === (revision === undefined ? 'istio' : `istio-${revision}`));
    const asked = revision === undefined ? 'the default istiod' : `revision or tag \`${revision}\``;
    if (own === undefined) return `it is for ${asked}, and which of the MeshConfigs that is the manifests do not show`;
    return meaning(own) === meaning(first) ? undefined : `it is for ${asked}, whose MeshConfig (ConfigMap ${own.namespace}/${nameOf(own)}) says otherwise of the mesh than ConfigMap ${first.namespace}/${nameOf(first)}`;
  };
}
