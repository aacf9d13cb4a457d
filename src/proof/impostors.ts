import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import { GATEWAY_NAME } from '../model/data-plane-labels';
import type { DeclaredWaypoint } from './fronts';
import type { Gap } from './gap';
import type { Context } from './knocks';

/**
 * NetworkPolicy knows the pods of a waypoint by the label of its Gateway, and everybody else knows them by their service account. Whoever has one of
 * the two and is not deployed by istiod is taken for the waypoint there, and is no proxy that asks what was granted.
 */
export function checkImpostors({ world }: Context, { model, service }: DeclaredWaypoint): readonly Gap[] {
  if (!model.managed) return [];
  return world.workloads.flatMap((workload): readonly Gap[] => {
    const { namespace, labels, serviceAccount } = workload;
    const labelled = labels[GATEWAY_NAME] === model.name;
    const identified = serviceAccount === model.serviceAccount;
    if (namespace !== model.namespace || (labelled && workload.deployed === true) || (!labelled && !identified)) return [];
    const hows = [
      ...(identified ? [`runs under its service account \`${serviceAccount}\``] : []), ...(labelled ? [`has its label \`${GATEWAY_NAME}: ${model.name}\``] : []),
    ];
    const own = `give ${workload.id} a label and a service account of its own`;
    return [{
      statement: 'layer-least-privilege', layer: identified ? 'authorization-allow' : 'ingress-policy', caller: `${workload.id}, which ${hows.join(' and ')},`,
      callee: `whatever ${service.id} may reach`, protocol: 'TCP', requests: EVERYTHING, undecided: false, because: sourceOf(world, workload), service,
      // Not as istiod deploys them, or not read from a cluster with who owns them.
      repair: labelled && identified
        ? `if istiod deploys ${workload.id} for the Gateway, leave it out of the manifests, or give its \`ownerReferences\` with it; else ${own}`
        : own,
    }];
  });
}

function sourceOf({ gateways }: Context['world'], { namespace, labels, deployed }: WorkloadView): Gap['because'] {
  const gateway = deployed === true ? gateways.find(namespace, labels[GATEWAY_NAME]) : undefined;
  return gateway === undefined ? [] : [ruleRef(gateway, 'metadata.annotations')];
}
