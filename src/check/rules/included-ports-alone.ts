import { hasSidecar, workloadName, type CheckRule } from '../facts';

// https://istio.io/latest/docs/reference/config/annotations/
const INCLUDE = 'traffic.sidecar.istio.io/includeInboundPorts';

/** What is not in the list goes past the proxy, whatever port that is: a service is closed at every port that it does not declare. */
export const includedPortsAlone: CheckRule = (facts) => facts.index.model.services.filter((s) => hasSidecar(facts, s)).flatMap((service) => (
  facts.workloadsOf(service).filter(({ annotations }) => annotations[INCLUDE] !== undefined && annotations[INCLUDE].trim() !== '*').map((workload) => ({
    code: 'included-ports-alone',
    construct: workload.construct,
    message: `\`${workloadName(workload)}\` of \`${service.id}\` has its sidecar capture ${captured(workload.annotations[INCLUDE])} (\`${INCLUDE}\`): at every other port no proxy asks who calls`,
    repair: 'leave out the annotation; single ports that must go past the proxy are `excludeInboundPorts`',
  }))
));

function captured(list: string): string {
  return list.trim() === '' ? 'no port' : `\`${list.trim()}\` alone`;
}
