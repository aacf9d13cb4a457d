import { destinationsOf } from '../eval/destinations';
import { prepare } from '../eval/prepare';
import { EVERYTHING } from '../eval/request-set';
import type { Caller, Destination } from '../eval/types';
import type { World } from '../eval/world';
import { type ApiServerCall, apiServerCalls } from '../manifest/api-server-calls';
import type { IpBlock } from '../manifest/kinds';
import type { Manifests } from '../manifest/manifests';
import type { Declaration } from './declaration';
import type { Gap, Tally } from './gap';
import { agent } from './knocks';
import { blocksOf, ingressMentions } from './mentions';
import { addressesOf, firstOf, inBlock } from './minimal';
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
    return apiServers(world, declaration, destination).flatMap((caller): readonly Gap[] => {
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

/** Where it is not said, nothing by address can be decided; else of its addresses each that policies tell apart. */
function apiServers(world: World, { model }: Declaration, { workload }: Destination): readonly Caller[] {
  const { apiServerAgents, apiServerCidrs, podCidrs } = model.mesh.cluster;
  const { peers, sources } = blocksOf(ingressMentions(world, workload));
  const within = (cidr: string, blocks: readonly IpBlock[]): readonly string[] => (
    [...new Set([...[firstOf(cidr)].flatMap((ip) => ip ?? []), ...blocks.flatMap(addressesOf).filter((ip) => inBlock(ip, cidr))])]
  );
  if (apiServerAgents !== undefined) {
    const caller = agent(apiServerAgents, podCidrs);
    const own = { ...caller, name: `the API server through ${caller.name}` };
    // NetworkPolicy knows pods by their labels.
    const elsewhere = podCidrs.flatMap((cidr) => within(cidr, sources)).filter((ip) => ip !== caller.ip);
    return [own, ...elsewhere.map((ip) => ({ ...own, name: `${own.name} at ${ip}`, ip }))];
  }
  if (apiServerCidrs.length === 0) return [{ name: 'the API server', pod: false }];
  return apiServerCidrs.flatMap((cidr) => within(cidr, [...peers, ...sources])).map((ip) => ({ name: `the API server at ${ip}`, pod: false, ip }));
}
