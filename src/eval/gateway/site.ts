import type { AuthorizationPolicy, RequestAuthentication } from '../../manifest/kinds';
import { namespacesOf, type Site } from '../authorization/site';
import type { From, NamespacePolicies } from '../cluster/policies';
import { GATEWAY_NAME } from '../cluster/gateways';
import { authorizationAllow } from '../layers/authorization-allow';
import { authorizationDeny } from '../layers/authorization-deny';
import { custom } from '../layers/custom';
import { type LayerAt, verdict } from '../layers/layer';
import { requestAuthentication } from '../layers/request-authentication';
import { tokenRulesOf } from '../tokens/rule';
import type { WorkloadView } from '../types';
import { isBoundToGateway } from '../waypoint/policies';
import type { World } from '../world';

/**
 * A port at which a gateway reads requests, as policies see what clients send there. That it reads any, and from whom it takes a certificate,
 * its listeners say: who has an identity here has shown it, and whoever might not is somebody without one.
 */
export function gatewaySite(world: World, workload: WorkloadView, port: number, protocol: 'http' | 'tcp' = 'http'): Site {
  const { authorization, request } = policiesOf(world, workload);
  return {
    world,
    destination: { workload, port, protocol: 'TCP' },
    engine: 'gateway',
    authorization,
    requests: request,
    capture: { captured: 'yes', text: `${workload.id} reads requests`, because: [] },
    protocol,
    tokens: tokenRulesOf(request),
    arrive: ({ principal }) => ({ verdict: verdict('allow', 'a gateway takes clients of its own'), identity: principal === undefined ? 'none' : 'stated' }),
  };
}

/** INVARIANT: in the order of `LAYERS`. */
export function gatewayLayers(site: Site): readonly LayerAt[] {
  return [requestAuthentication(site), custom(site), authorizationDeny(site), authorizationAllow(site)];
}

/**
 * Those of its namespace and of the root namespace that select its pods, and those that are bound to the Gateway that it is deployed for.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/policyattachment.go (`PILOT_ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY`, on by default)
 */
function policiesOf(world: World, { namespace, labels }: WorkloadView): Omit<NamespacePolicies['bound'], 'telemetry'> {
  const namespaces = namespacesOf(world, namespace).map((n) => world.policies.in(n));
  const { bound } = world.policies.in(namespace);
  const name = labels[GATEWAY_NAME];
  const isBound = (p: From<AuthorizationPolicy> | From<RequestAuthentication>): boolean => (
    name !== undefined && isBoundToGateway(p, { namespace, name }));
  return {
    authorization: [...namespaces.flatMap((n) => n.authorization.selecting(labels)), ...bound.authorization.filter(isBound)],
    request: [...namespaces.flatMap((n) => n.request.selecting(labels)), ...bound.request.filter(isBound)],
  };
}
