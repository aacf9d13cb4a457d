import type { MutualTlsMode, PeerAuthentication } from '../../manifest/kinds';
import type { PortModel, ServiceModel } from '../../model/model';
import { hasReached, type Staged } from '../../model/stages';
import { metadata } from '../metadata';
import type { NamespaceRollout, Slot } from '../platform';
import { transportOf } from '../protocols';

const MODES: Readonly<Record<PortModel['mtls'], MutualTlsMode>> = { strict: 'STRICT', permissive: 'PERMISSIVE', disable: 'DISABLE' };

/** Said either way, so that it does not hang on what the mesh's own is. */
function modeOf(rollout: Staged): MutualTlsMode {
  return hasReached(rollout, 'mutual-tls') ? 'STRICT' : 'PERMISSIVE';
}

/** For a namespace (or, in the root namespace, the mesh): STRICT, unless it is only observed. By convention it is named `default`: https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#namespace-wide-policy */
export function namespacePeerAuthentication(namespace: string, owner: string, rollout: Staged = {}): Slot<PeerAuthentication> {
  return {
    id: 'PeerAuthentication',
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: metadata('default', namespace, owner),
    body: () => ({ spec: { mtls: { mode: modeOf(rollout) } } }),
  };
}

function plaintextPorts(service: ServiceModel): readonly PortModel[] {
  return service.ports.filter(({ mtls, protocol }) => mtls !== 'strict' && transportOf(protocol) === 'TCP');
}

/**
 * The declared exceptions, and a service that is not as far as its namespace. `mtls` is set in any case: a workload's policy replaces the
 * namespace's for all of its ports. Keys are target ports, and without a selector they would have no effect.
 *
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function ownPeerAuthentication(declared: ServiceModel, namespace: NamespaceRollout): readonly Slot<PeerAuthentication>[] {
  if (plaintextPorts(declared).length === 0 && modeOf(declared) === modeOf(namespace)) return [];
  return [{
    id: 'PortMtls',
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: metadata(`${declared.name}-ports`, declared.namespace, declared.id),
    body: (index) => {
      const service = index.service(declared.id);
      const exceptions = plaintextPorts(service).map(({ targetPort, mtls }) => [String(targetPort), { mode: MODES[mtls] }]);
      return {
        spec: {
          selector: { matchLabels: service.podLabels },
          mtls: { mode: modeOf(declared) },
          ...(exceptions.length === 0 ? {} : { portLevelMtls: Object.fromEntries(exceptions) }),
        },
      };
    },
  }];
}
