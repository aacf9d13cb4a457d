import { isDryRun, namespacesOf } from '../eval/authorization/site';
import type { From } from '../eval/cluster/policies';
import { isolates } from '../eval/network/isolation';
import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { AuthorizationPolicy, TargetRef } from '../manifest/kinds';
import { GATEWAY_NAME } from '../model/data-plane-labels';
import type { GatewayModel, ServiceModel } from '../model/model';
import { checkEgressPolicy } from './egress';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { mayLeaveByGrant } from './projection/egress-policy';
import { strayPod } from './settings';

/**
 * What a gateway's listeners decide is not modelled, but one thing is certain: once some policy allows, what none has a rule for is denied.
 * So does the allow-nothing of its namespace or of the mesh, which selects gateways too.
 */
export function checkClients({ world }: Context, gateway: GatewayModel, service: ServiceModel, workload: WorkloadView): readonly Gap[] {
  if (!gateway.isProxy) return [];
  const selecting = namespacesOf(world, workload.namespace)
    .flatMap((n) => world.policies.in(n).authorization.selecting(workload.labels)).filter(allows);
  if (selecting.length === 0) return [];
  const policies = [...selecting, ...boundTo(world, workload)];
  return gateway.listeners.filter(({ purpose, protocol }) => purpose === 'clients' && protocol === 'tcp').flatMap(({ port }): readonly Gap[] => {
    if (policies.some((p) => mayOpen(p, port))) return [];
    return [{
      statement: 'declared-works', layer: 'authorization-allow', caller: 'every client', callee: service.id, port, protocol: 'TCP', requests: EVERYTHING,
      undecided: false, because: selecting.map((p) => ruleRef(p)), service,
    }];
  });
}

function allows(p: From<AuthorizationPolicy>): boolean {
  return (p.object.spec.action ?? 'ALLOW') === 'ALLOW' && !isDryRun(p);
}

/** Gateways that are deployed for a Gateway object read what is bound to it, too. */
function boundTo(world: World, { namespace, labels }: WorkloadView): readonly From<AuthorizationPolicy>[] {
  const isGateway = ({ kind, name }: TargetRef): boolean => kind === 'Gateway' && name === labels[GATEWAY_NAME];
  return world.policies.in(namespace).bound.authorization.filter((p) => {
    const { targetRefs = [], targetRef } = p.object.spec;
    return allows(p) && (targetRef === undefined ? targetRefs : [...targetRefs, targetRef]).some(isGateway);
  });
}

/** Some request at that port: which, is the owner's own narrowing. */
function mayOpen({ object: { spec } }: From<AuthorizationPolicy>, port: number): boolean {
  return (spec.rules ?? []).some(({ to = [] }) => to.length === 0
    || to.some(({ operation: { ports = [] } }) => ports.length === 0 || ports.includes(String(port))));
}

/**
 * Pods beside a gateway's, where no `MeshNamespace` isolates them. They may go anywhere, and that is nobody's business here, until a policy
 * binds them: one that lets them go where the gateway may was meant for the gateway, and cuts them off from all the rest.
 */
export function checkNeighbours(context: Context, gateway: GatewayModel, service: ServiceModel, tally: Tally): readonly Gap[] {
  const { world, declaration } = context;
  const { namespace, construct } = gateway;
  if (declaration.model.namespaces.some((n) => n.owned && n.id === namespace)) return [];
  const stray = strayPod({ id: namespace, construct, dataPlane: 'none' }, 'none');
  if (!world.policies.in(namespace).network.selecting(stray.workload.labels).some((p) => isolates(p.object, 'Egress'))) return [];
  const isNoGrant: typeof mayLeaveByGrant = (_, __, ...target) => !mayLeaveByGrant(declaration, service, ...target);
  return checkEgressPolicy(context, stray.service, stray.workload, tally, isNoGrant);
}
