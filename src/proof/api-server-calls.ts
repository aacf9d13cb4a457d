import { destinationsOf } from '../eval/destinations';
import { prepare } from '../eval/prepare';
import { EVERYTHING } from '../eval/request-set';
import type { Caller, Destination } from '../eval/types';
import type { World } from '../eval/world';
import { type ApiServerCall, apiServerCalls } from '../manifest/api-server-calls';
import type { Manifests } from '../manifest/manifests';
import type { Declaration } from './declaration';
import type { Gap, Tally } from './gap';
import { agent } from './knocks';
import { firstOf } from './minimal';
import { indexServicesByPods } from './settings';

/**
 * Whoever wrote them, here or in the cluster before: what the API server calls at pods of declared services it reaches. Else what a webhook
 * is asked about is refused or passes unseen, objects cannot be converted, and an API is not served. It comes from its addresses with no
 * identity, and speaks TLS of its own.
 */
export function checkApiServerCalls(world: World, declaration: Declaration, manifests: Manifests, tally: Tally): readonly Gap[] {
  const calls = manifests.objects.flatMap(({ object }) => apiServerCalls(object));
  if (calls.length === 0) return [];
  const declaredAs = indexServicesByPods(declaration.model);
  const own = new Set(declaration.model.services);
  const asked = calls.flatMap((call) => answering(world, call).map((destination) => ({ call, destination })));
  return asked.flatMap(({ call, destination }) => {
    const { namespace, labels } = destination.workload;
    const [service] = declaredAs(namespace, labels).filter((s) => own.has(s));
    // One in quarantine is to be cut off from everybody.
    if (service === undefined || service.quarantine !== undefined) return [];
    return apiServers(declaration).flatMap((caller): readonly Gap[] => {
      tally.decisions++;
      const failing = prepare(world, destination).decide(caller, {}).layers.find(({ answer }) => answer !== 'allow');
      if (failing === undefined) return [];
      return [{
        statement: 'declared-works',
        layer: failing.layer,
        caller: `${caller.name}, for ${whatOf(call)},`,
        callee: destination.workload.id,
        port: destination.port,
        protocol: 'TCP',
        requests: EVERYTHING,
        undecided: failing.answer === 'undetermined',
        because: failing.because,
        service,
        repair: `let ${service.id} allow \`ApiServer.onControlPlane()\` at that port, or remove ${call.purpose === 'aggregation' ? 'the APIService' : 'the webhook'}`,
      }];
    });
  });
}

function whatOf({ webhook, object, purpose }: ApiServerCall): string {
  if (webhook !== undefined) return `webhook ${webhook} of ${object}`;
  return purpose === 'conversion' ? `the conversion webhook of ${object}` : object;
}

/** Pods behind the Service. */
function answering(world: World, { service: { namespace, name, port } }: ApiServerCall): readonly Destination[] {
  const { destinations = [] } = destinationsOf(world, namespace, name, port) ?? {};
  // By the pod's address: kube-proxy has chosen one.
  return destinations.filter(({ protocol }) => protocol === 'TCP').map(({ workload, port: at, protocol }) => ({ workload, port: at, protocol }));
}

/** Where it is not said, nothing by address can be decided. */
function apiServers({ model }: Declaration): readonly Caller[] {
  const { apiServerAgents, apiServerCidrs, podCidrs } = model.mesh.cluster;
  if (apiServerAgents !== undefined) {
    const caller = agent(apiServerAgents, podCidrs);
    return [{ ...caller, name: `the API server through ${caller.name}` }];
  }
  if (apiServerCidrs.length === 0) return [{ name: 'the API server', pod: false }];
  return apiServerCidrs.map((cidr) => ({ name: `the API server at ${firstOf(cidr) ?? cidr}`, pod: false, ip: firstOf(cidr) }));
}
