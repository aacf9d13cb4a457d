import type { NetworkPolicyEgressRule } from '../../manifest/kinds';
import type { DeclaredMesh } from '../platform';
import { podsPeer } from '../kubernetes/peers';

/** Configuration and certificates over mutual TLS: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const ISTIOD_XDS_PORT = 15012;

export function istiodEgress({ rootNamespace }: DeclaredMesh): NetworkPolicyEgressRule {
  return { to: [podsPeer(rootNamespace, { app: 'istiod' })], ports: [{ protocol: 'TCP', port: ISTIOD_XDS_PORT }] };
}

/** What a pod with a proxy needs of the network, whatever its application calls. Without istiod the proxy never becomes ready. */
export function proxyEgress(mesh: DeclaredMesh): readonly NetworkPolicyEgressRule[] {
  return [
    istiodEgress(mesh),
    ...mesh.proxyHosts.map(({ namespace, podLabels, port }): NetworkPolicyEgressRule => (
      { to: [podsPeer(namespace, podLabels)], ports: [{ protocol: 'TCP', port }] }
    )),
  ];
}
