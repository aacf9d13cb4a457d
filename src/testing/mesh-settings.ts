import type { MeshSettings } from '../eval';
import { Platform } from '../mesh-facts';
import type { ManifestSettings } from './manifest-settings';

/** What was said; the evaluator's defaults stand for the rest. */
export function meshSettings(settings: ManifestSettings): Partial<MeshSettings> {
  const { platform, trustDomain, trustDomainAliases, rootNamespace, pathNormalization, outboundTrafficPolicy } = settings;
  return {
    ...(platform !== undefined && { mesh: platform !== Platform.KUBERNETES }),
    ...(trustDomain !== undefined && { trustDomain }),
    ...(trustDomainAliases !== undefined && { trustDomainAliases }),
    ...(rootNamespace !== undefined && { rootNamespace }),
    ...(pathNormalization !== undefined && { pathNormalization }),
    ...(outboundTrafficPolicy !== undefined && { outboundTrafficPolicy }),
  };
}
