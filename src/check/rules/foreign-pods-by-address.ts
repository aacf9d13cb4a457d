import type { EdgeModel } from '../../model/model';
import { callerName } from '../../model/names';
import type { CheckRule, Facts } from '../facts';
import { leadsTo } from '../ports';

/** Has a Sidecar that knows Services by name, and lets nothing else out. */
function isScoped({ planesOf }: Facts, { caller }: EdgeModel): boolean {
  return (caller.kind === 'service' || caller.kind === 'namespace') && planesOf(caller).includes('sidecar');
}

/** Foreign pods may listen where no Service that is known by name leads. */
export const foreignPodsByAddress: CheckRule = (facts) => facts.index.model.edges.filter((edge) => isScoped(facts, edge)).flatMap((edge) => {
  const { foreign, kubernetesServices } = facts.index.service(edge.callee);
  if (foreign === undefined || facts.index.model.mesh.platform !== 'istio') return [];
  return edge.access.filter((access) => !kubernetesServices.some((s) => leadsTo(s, access))).map(({ targetPort }) => ({
    code: 'foreign-pods-by-address',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted port \`${targetPort}\` of the foreign pods \`${edge.callee}\`, to which no Kubernetes Service leads that its sidecar could know`,
    repair: 'name the Service: `services: [KubernetesService.of(…)]` of `ForeignPods.of`',
  }));
});
