import type { MutualTlsMode, PeerAuthentication } from '../../manifest/kinds';
import type { PortModel, ServiceModel } from '../../model/model';
import { metadata } from '../metadata';
import type { Slot } from '../platform';
import { transportOf } from '../protocols';

const MODES: Readonly<Record<PortModel['mtls'], MutualTlsMode>> = { strict: 'STRICT', permissive: 'PERMISSIVE', disable: 'DISABLE' };

/** STRICT for a namespace (or, in the root namespace, the mesh). By convention it is named `default`: https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#namespace-wide-policy */
export function strictPeerAuthentication(namespace: string, owner: string): Slot<PeerAuthentication> {
  return {
    id: 'PeerAuthentication',
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: metadata('default', namespace, owner),
    body: () => ({ spec: { mtls: { mode: 'STRICT' } } }),
  };
}

export function plaintextPorts(service: ServiceModel): readonly PortModel[] {
  return service.ports.filter(({ mtls, protocol }) => mtls !== 'strict' && transportOf(protocol) === 'TCP');
}

/**
 * The declared exceptions. `mtls` is set, too: a workload's policy replaces the namespace's for all of its ports.
 * Keys are target ports, and without a selector they would have no effect.
 *
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function portPeerAuthentication(declared: ServiceModel): Slot<PeerAuthentication> {
  return {
    id: 'PortMtls',
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: metadata(`${declared.name}-ports`, declared.namespace, declared.id),
    body: (index) => {
      const service = index.service(declared.id);
      return {
        spec: {
          selector: { matchLabels: service.podLabels },
          mtls: { mode: 'STRICT' },
          portLevelMtls: Object.fromEntries(plaintextPorts(service).map(({ targetPort, mtls }) => [String(targetPort), { mode: MODES[mtls] }])),
        },
      };
    },
  };
}
