import type { MeshSettings } from '../eval';
import { Platform } from '../mesh-facts';
import { narrowing } from '../private/narrowing';
import type { ManifestSettings } from './manifest-settings';

/** A misspelled one would leave its default, and be about another mesh. */
const SETTINGS = {
  platform: true, trustDomain: true, trustDomainAliases: true, rootNamespace: true, pathNormalization: true, outboundTrafficPolicy: true,
} as const;

/** What was said; the evaluator's defaults stand for the rest. */
export function meshSettings(settings: ManifestSettings): Partial<MeshSettings> {
  const { platform, trustDomain, trustDomainAliases, rootNamespace, pathNormalization, outboundTrafficPolicy } = narrowing('ManifestSettings', settings, SETTINGS);
  return {
    ...(platform !== undefined && { mesh: platform !== Platform.KUBERNETES }),
    ...(trustDomain !== undefined && { trustDomain }),
    ...(trustDomainAliases !== undefined && { trustDomainAliases }),
    ...(rootNamespace !== undefined && { rootNamespace }),
    ...(pathNormalization !== undefined && { pathNormalization }),
    ...(outboundTrafficPolicy !== undefined && { outboundTrafficPolicy }),
  };
}
