import { callerName } from '../../model/names';
import type { EdgeModel, PortModel, ServiceModel } from '../../model/model';
import { hasSidecar, workloadName, type CheckRule, type Facts } from '../facts';
import { proxiedPorts } from '../ports';

// https://istio.io/latest/docs/reference/config/annotations/
const EXCLUDE = 'traffic.sidecar.istio.io/excludeInboundPorts';

/** Never captured, whatever is annotated: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const NEVER_CAPTURED: ReadonlySet<number> = new Set([15020, 15021, 15090]);

const ports = (annotation: string): ReadonlySet<string> => new Set(annotation.split(',').map((p) => p.trim()).filter((p) => p !== ''));

/** Why connections to a port go past the proxy; undefined: they do not. */
function uncaptured(facts: Facts, service: ServiceModel, port: number): string | undefined {
  if (NEVER_CAPTURED.has(port)) return 'Istio never captures it';
  // Of an adopted service they are those of its workloads' annotations.
  if (service.adopts === undefined && service.excludedInboundPorts.includes(port)) return '`excludedInboundPorts` names it';
  for (const workload of facts.workloadsOf(service)) {
    const { [EXCLUDE]: exclude } = workload.annotations;
    if (exclude !== undefined && ports(exclude).has(String(port))) return `\`${workloadName(workload)}\` excludes it by annotation`;
  }
  return undefined;
}

/** What goes past the proxy is open to whatever NetworkPolicy lets through: the identity in the grant would decide nothing. */
export const excludedPort: CheckRule = (facts) => facts.index.model.services.filter((s) => hasSidecar(facts, s)).flatMap((callee) => {
  const open = new Map(callee.ports.flatMap(({ targetPort }) => {
    const why = uncaptured(facts, callee, targetPort);
    return why === undefined ? [] : [[targetPort, why] as const];
  }));
  if (open.size === 0) return [];
  const granted = (edge: EdgeModel): readonly PortModel[] => proxiedPorts(callee, edge).filter(({ targetPort }) => open.has(targetPort));
  return facts.index.edgesTo(callee.id).filter(({ pastProxy }) => pastProxy === undefined).flatMap((edge) => granted(edge).map(({ targetPort }) => ({
    code: 'excluded-port',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted port \`${targetPort}\` of \`${callee.id}\`, where no proxy enforces it: ${open.get(targetPort)}`,
    repair: 'let the proxy capture the port, or grant another one',
  })));
});
