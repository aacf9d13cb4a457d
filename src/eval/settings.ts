import type { ManifestObject } from '../manifest/manifests';
import { meshConfigs } from '../manifest/mesh-config/config-map';
import type { MeshConfig } from '../manifest/mesh-config/mesh-config';
import { DEFAULT_SETTINGS, type MeshSettings } from './types';

/** What is stated; else what the MeshConfig among the manifests says; else what a mesh is installed with. */
export function settingsFor(objects: readonly ManifestObject[], stated: Partial<MeshSettings>): MeshSettings {
  const found = meshConfigs(objects)[0];
  return { ...DEFAULT_SETTINGS, ...(found === undefined ? {} : settingsOfMeshConfig(found.config, found.namespace)), ...stated };
}

/** `namespace`: where istiod runs; left out: not known. */
export function settingsOfMeshConfig(config: MeshConfig, namespace?: string): Partial<MeshSettings> {
  const { trustDomain, trustDomainAliases, rootNamespace = namespace, pathNormalization, outboundTrafficPolicy } = config;
  const { enableAutoMtls, authorizers, discoverySelectors, reporting, numTrustedProxies = 0 } = config;
  const { defaultServiceExportTo: service, defaultVirtualServiceExportTo: virtualService, defaultDestinationRuleExportTo: destinationRule } = config;
  const exports = { ...(service && { service }), ...(virtualService && { virtualService }), ...(destinationRule && { destinationRule }) };
  return {
    ...(trustDomain !== undefined && { trustDomain }),
    ...(trustDomainAliases !== undefined && { trustDomainAliases }),
    ...(rootNamespace !== undefined && { rootNamespace }),
    ...(pathNormalization !== undefined && { pathNormalization }),
    ...(outboundTrafficPolicy !== undefined && { outboundTrafficPolicy }),
    ...(enableAutoMtls !== undefined && { autoMtls: enableAutoMtls }),
    ...(discoverySelectors.length > 0 && { discoverySelectors }),
    ...(Object.keys(exports).length > 0 && { defaultExportTo: exports }),
    authorizers,
    reporting,
    numTrustedProxies,
  };
}
