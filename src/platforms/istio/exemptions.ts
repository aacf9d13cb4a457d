import type { NetworkPolicyEgressRule } from '../../manifest/kinds';
import type { ExternalCaModel } from '../../model/model';
import { ipBlocks } from '../addresses';
import type { DeclaredMesh } from '../platform';
import { podsPeer } from '../kubernetes/peers';

/** Configuration and certificates over mutual TLS: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const ISTIOD_XDS_PORT = 15012;

export function istiodEgress({ rootNamespace }: DeclaredMesh): NetworkPolicyEgressRule {
  return { to: [podsPeer(rootNamespace, { app: 'istiod' })], ports: [{ protocol: 'TCP', port: ISTIOD_XDS_PORT }] };
}

/** istio-agent asks as the proxy's user, whom nothing captures: https://istio.io/latest/docs/ops/deployment/application-requirements/ */
function addressesAt({ addresses, port }: ExternalCaModel): NetworkPolicyEgressRule {
  return { to: ipBlocks(addresses, []).map((ipBlock) => ({ ipBlock })), ports: [{ protocol: 'TCP', port }] };
}

/** What a pod with a proxy needs of the network, whatever its application calls. Without istiod the proxy never becomes ready. */
export function proxyEgress(mesh: DeclaredMesh): readonly NetworkPolicyEgressRule[] {
  return [
    istiodEgress(mesh),
    ...mesh.proxyHosts.map(({ namespace, podLabels, port }): NetworkPolicyEgressRule => (
      { to: [podsPeer(namespace, podLabels)], ports: [{ protocol: 'TCP', port }] }
    )),
    ...(mesh.externalCa === undefined ? [] : [addressesAt(mesh.externalCa)]),
  ];
}
