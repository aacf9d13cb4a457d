import { settingsOfMeshConfig } from '../../eval/settings';
import type { MeshSettings } from '../../eval/types';
import type { ConfigMap } from '../../manifest/kinds';
import type { ManifestObject, Manifests } from '../../manifest/manifests';
import { meshConfigs } from '../../manifest/mesh-config/config-map';
import type { MeshModel } from '../../model/model';
import { settingsOf } from '../settings';

/** One fact of the mesh, of which a MeshConfig says otherwise. */
export interface Contradiction {
  readonly source: ManifestObject<ConfigMap>;
  /** As in MeshConfig, `pathNormalization`. */
  readonly fact: Fact;
  readonly said: string;
  readonly declared: string;
}

/** What `Mesh` states, under its names there and in MeshConfig. */
const FACTS = ['trustDomain', 'trustDomainAliases', 'rootNamespace', 'pathNormalization', 'outboundTrafficPolicy'] as const;
type Fact = typeof FACTS[number];

/**
 * Where the MeshConfig of an istiod among the manifests says of the mesh what the declaration does not. Every istiod's counts: which of them the
 * proxies of a namespace ask, labels of revisions tell, which tags may lead elsewhere.
 */
export function contradictions(mesh: MeshModel, { objects }: Manifests): readonly Contradiction[] {
  if (mesh.platform !== 'istio') return [];
  const declared = settingsOf({ mesh, namespaces: [] });
  return meshConfigs(objects).flatMap(({ source, namespace, config }) => {
    const said = settingsOfMeshConfig(config, namespace);
    return FACTS.flatMap((fact): readonly Contradiction[] => {
      const found = said[fact];
      return found === undefined || text(found) === text(declared[fact]) ? [] : [{ source, fact, said: text(found), declared: text(declared[fact]) }];
    });
  });
}

/** Of aliases the order means nothing. */
function text(value: MeshSettings[Fact]): string {
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'none' : [...value].sort().join(', ');
}
