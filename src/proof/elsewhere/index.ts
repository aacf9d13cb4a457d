import { dataPlaneOf } from '../../eval/cluster/injection';
import { egressTo } from '../../eval/layers/egress-policy';
import { carries } from '../../eval/matcher/selector';
import { isolates } from '../../eval/network/isolation';
import { EVERYTHING } from '../../eval/request-set';
import type { Caller, WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { CallerModel, EdgeModel, ServiceModel } from '../../model/model';
import { transport } from '../declaration';
import type { Gap, Tally } from '../gap';
import { agent, type Context } from '../knocks';
import { FRESH, freshAddress } from '../minimal';
import { planesOfCaller } from '../planes';
import { outOfScope } from './scope';

/** Pods of a caller that is no service here. */
interface Elsewhere {
  readonly namespace: string;
  readonly callers: readonly Caller[];
  /** Under which account they are to run; left out: any. */
  readonly account?: string;
}

/**
 * Who calls without being a service here (a gateway, Prometheus, all of a namespace, agents of the API server) is nobody's whose egress is proved:
 * what the manifests say of it counts all the same. Policies that hold their pods in have to let the declared calls out, and pods with
 * their labels have to run under the account that is declared.
 */
export function checkCallersElsewhere(context: Context, service: ServiceModel, tally: Tally): readonly Gap[] {
  const { world, declaration, podsOf } = context;
  return declaration.edgesTo(service).flatMap((edge) => {
    const from = callersOf(context, edge.caller, service);
    if (from === undefined) return [];
    const isHeld = world.policies.in(from.namespace).network.all.some((p) => isolates(p.object, 'Egress'));
    const cut = isHeld ? podsOf(service).flatMap((pod) => from.callers.flatMap((caller) => keptIn(world, caller, edge, pod, service, tally))) : [];
    return [
      ...cut, ...outOfScope(context, from.callers, edge, service, tally), ...underOtherAccounts(context, from, edge, service),
      ...inOtherPlanes(context, from, edge, service),
    ];
  });
}

function callersOf({ declaration }: Context, caller: CallerModel, callee: ServiceModel): Elsewhere | undefined {
  const { model, trustDomains } = declaration;
  const ip = freshAddress(model.mesh.cluster.podCidrs, []);
  // Its owner's contract stands for what is there.
  const isOthers = (namespace: string): boolean => model.namespaces.some((n) => n.id === namespace && n.isolatedBy !== undefined);
  switch (caller.kind) {
    case 'identity': {
      const { principal, pods } = caller;
      // Of a gateway whose pods are declared it is asked as of a service.
      const isGateway = (model.gateways ?? []).some((g) => g.caller.principal === principal);
      if (pods === undefined || isOthers(pods.namespace) || isGateway) return undefined;
      const { namespace, labels } = pods;
      const pod = { name: principal, pod: true, namespace, labels, ip, ...(trustDomains.length === 0 ? {} : { principal }) };
      return {
        namespace,
        callers: planesOfCaller(declaration, caller, callee.dataPlane).map((dataPlane): Caller => ({ ...pod, dataPlane })),
        ...(trustDomains.length > 0 && Object.keys(labels).length > 0 ? { account: principal.slice(principal.lastIndexOf('/') + 1) } : {}),
      };
    }
    case 'namespace': {
      const { namespace } = caller;
      // What nobody declared calls nobody in a namespace of ours.
      if (isOthers(namespace) || model.namespaces.some((n) => n.id === namespace && n.owned)) return undefined;
      const principal = `${model.mesh.trustDomain}/ns/${namespace}/sa/${FRESH.serviceAccount}`;
      const pod = { name: `a pod in ${namespace}`, pod: true, namespace, labels: {}, ip };
      return {
        namespace,
        callers: planesOfCaller(declaration, caller, callee.dataPlane).map((dataPlane): Caller => (
          { ...pod, dataPlane, ...(trustDomains.length === 0 || dataPlane === 'none' ? {} : { principal }) })),
      };
    }
    case 'addresses': return caller.agents === undefined
      ? undefined
      : { namespace: caller.agents.namespace, callers: [agent(caller.agents, caller.cidrs, ip)] };
    default: return undefined;
  }
}

function keptIn(
  world: World, caller: Caller, edge: EdgeModel, workload: WorkloadView, service: ServiceModel, tally: Tally,
): readonly Gap[] {
  return edge.access.flatMap(({ targetPort: port, protocol: carried }): readonly Gap[] => {
    const protocol = transport(carried);
    tally.decisions++;
    const { answer, because } = egressTo(world, caller, { workload, port, protocol });
    if (answer === 'allow') return [];
    return [{
      statement: 'declared-works', layer: 'egress-policy', caller: caller.name, callee: service.id, port, protocol, requests: EVERYTHING,
      undecided: answer === 'undetermined', because, service, edge,
    }];
  });
}

function underOtherAccounts({ world }: Context, { namespace, account, callers }: Elsewhere, edge: EdgeModel, service: ServiceModel): readonly Gap[] {
  if (account === undefined) return [];
  const [{ labels, name }] = callers;
  const pods = world.workloads.filter((w) => w.namespace === namespace && !w.assumed && carries(w.labels, labels));
  if (pods.length === 0 || pods.some((w) => w.serviceAccount === account)) return [];
  const [first] = pods;
  return [{
    statement: 'declared-works', layer: 'authorization-allow',
    caller: `${first.id}, which runs under service account \`${first.serviceAccount}\` and so is not ${name},`,
    callee: service.id, port: edge.access[0].targetPort, protocol: transport(edge.access[0].protocol), requests: EVERYTHING, undecided: false,
    because: [], service, edge, repair: `let ${first.id} run under \`${account}\`, or declare the caller by the account and labels that it has`,
  }];
}

/** A Namespace among the manifests that asks for another data plane than is declared: its pods come without the identity, or in another way. */
function inOtherPlanes({ world, declaration }: Context, { namespace }: Elsewhere, edge: EdgeModel, service: ServiceModel): readonly Gap[] {
  const labels = world.namespaces.get(namespace);
  if (edge.caller.kind !== 'namespace' || declaration.trustDomains.length === 0 || labels === undefined) return [];
  const pod = { labels: {}, annotations: {}, serviceAccountName: FRESH.serviceAccount, hostNetwork: false, containerPorts: [] };
  const plane = dataPlaneOf(pod, 'Deployment', namespace, labels, world.settings);
  const planes: readonly string[] = planesOfCaller(declaration, edge.caller, service.dataPlane);
  if (planes.includes(plane)) return [];
  const [{ targetPort: port, protocol }] = edge.access;
  return [{
    statement: 'declared-works', layer: 'mtls', caller: `a pod in ${namespace}, whose Namespace puts it in data plane \`${plane}\` and not \`${planes.join('` or `')}\`,`,
    callee: service.id, port, protocol: transport(protocol), requests: EVERYTHING, undecided: plane !== 'none', because: [], service, edge,
    repair: `label Namespace ${namespace} for the data plane that is declared, or declare the one that it asks for (\`dataPlane\`)`,
  }];
}
