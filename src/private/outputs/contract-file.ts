import type { AccessModel } from '../../model/model';
import { principalOf } from '../../model/names';

/** What other repositories may rely on: the services of this App, their identities and ports, and who is granted what. */
export function contractFile(model: AccessModel): Readonly<Record<string, unknown>> {
  const { mesh } = model;
  return {
    schema: 'cdk8s-mesh-access/contract',
    version: 1,
    mesh: { platform: mesh.platform, trustDomain: mesh.trustDomain, clusterDomain: mesh.cluster.domain },
    services: model.services.map((s) => ({
      id: s.id,
      namespace: s.namespace,
      name: s.name,
      ...(mesh.platform === 'istio' && s.dataPlane !== 'none' ? { principal: principalOf(mesh.trustDomain, s) } : {}),
      ...(s.owner === undefined ? {} : { owner: s.owner }),
      ...(s.dataClasses === undefined ? {} : { dataClasses: s.dataClasses }),
      podLabels: s.podLabels,
      kubernetesServices: s.kubernetesServices,
    })),
    grants: model.edges.map(({ id, callee, caller, access, reasons }) => ({ id, callee, caller, access, reasons })),
    calls: model.calls.map(({ id, caller, callee }) => ({ id, caller, callee })),
    externals: model.externals.map(({ id, caller, host, ports, addresses }) => ({ id, caller, host, ports, addresses })),
  };
}
