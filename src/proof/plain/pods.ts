import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';

/**
 * Pods about which policies and data plane say everything: nothing of their own changes what is captured, how they send, or whether
 * NetworkPolicy holds.
 */
export function isOrdinary({ hostNetwork, labels, annotations }: WorkloadView): boolean {
  return !hostNetwork && !('security.istio.io/tlsMode' in labels) && !Object.keys(annotations).some((key) => key.includes('istio.io/'));
}

/**
 * Nobody sends HBONE, no DestinationRule changes what callers send, no ServiceEntry leads to pods or has the name of a Service, and no
 * Service hides from anybody: then an identity arrives as it is, and who dials a Service reaches its pods.
 */
export function isOrdinaryMesh({ ambient, policies, services, settings }: World): boolean {
  const domain = `.svc.${settings.clusterDomain ?? 'cluster.local'}`.toLowerCase();
  return !ambient && policies.destinationRules.length === 0
    && policies.serviceEntries.every(({ object: { spec } }) => (
      spec.workloadSelector === undefined && (spec.endpoints ?? []).length === 0
      && spec.hosts.every((h) => !h.startsWith('*') && !h.toLowerCase().endsWith(domain))
    ))
    && services.all.every(({ source }) => source.object.metadata.annotations?.['networking.istio.io/exportTo'] === undefined);
}
