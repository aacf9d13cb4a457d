import { destinationsOf } from '../eval/destinations';
import { prepare } from '../eval/prepare';
import { EVERYTHING, isEmpty } from '../eval/request-set';
import type { Caller, Destination } from '../eval/types';
import type { World } from '../eval/world';
import { type LoadBalancedPort, loadBalancedPods } from '../manifest/load-balanced-pods';
import type { Manifests } from '../manifest/manifests';
import type { Declaration } from './declaration';
import type { Gap, Tally } from './gap';
import { firstOf } from './minimal';
import { indexServicesByPods } from './settings';

/**
 * Whoever wrote them, here or in the cluster before: a load balancer that asks pods of declared services for their health gets an answer, or
 * it sends them nobody. It comes from its addresses with no identity; which path it asks for no manifest shows, so that any counts.
 */
export function checkLoadBalancedPods(world: World, declaration: Declaration, manifests: Manifests, tally: Tally): readonly Gap[] {
  const balanced = loadBalancedPods(manifests.objects.map(({ object }) => object));
  if (balanced.length === 0) return [];
  const declaredAs = indexServicesByPods(declaration.model);
  const own = new Set(declaration.model.services);
  return balanced.flatMap((port) => asked(world, port).flatMap((destination) => {
    const { namespace, labels } = destination.workload;
    const [service] = declaredAs(namespace, labels).filter((s) => own.has(s));
    // One in quarantine is to be cut off from everybody.
    if (service === undefined || service.quarantine !== undefined) return [];
    return loadBalancers(declaration).flatMap((caller): readonly Gap[] => {
      tally.decisions++;
      const { allow, maybe, layers } = prepare(world, destination).explore(caller);
      if (!isEmpty(allow)) return [];
      // Where each lets something through, and no two the same, the last has the word.
      const failing = layers.find((layer) => isEmpty(layer.allow)) ?? layers[layers.length - 1];
      return [{
        statement: 'declared-works',
        layer: failing.layer,
        caller: `${caller.name}, which ${port.object} leads to pods (${port.because}),`,
        callee: destination.workload.id,
        port: destination.port,
        protocol: 'TCP',
        requests: EVERYTHING,
        undecided: !isEmpty(maybe),
        because: failing.because,
        service,
        repair: `let ${service.id} allow \`LoadBalancer.healthChecks()\` at that port, or have the load balancer lead to nodes`,
      }];
    });
  }));
}

function asked(world: World, { service: { namespace, name, port }, healthPort }: LoadBalancedPort): readonly Destination[] {
  const { destinations = [] } = destinationsOf(world, namespace, name, port) ?? {};
  return destinations.filter(({ protocol }) => protocol === 'TCP').map(({ workload, port: to, protocol }) => ({ workload, port: healthPort ?? to, protocol }));
}

/** Where it is not said, nothing by address can be decided. */
function loadBalancers({ model }: Declaration): readonly Caller[] {
  const { loadBalancerCidrs = [] } = model.mesh.cluster;
  if (loadBalancerCidrs.length === 0) return [{ name: 'the load balancer', pod: false }];
  return loadBalancerCidrs.map((cidr) => ({ name: `the load balancer at ${firstOf(cidr) ?? cidr}`, pod: false, ip: firstOf(cidr) }));
}
