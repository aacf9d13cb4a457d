import { within } from '../matcher/cidr';
import { atPort, endOf, type End } from '../network/end';
import { isolatingWorkload, judge, whicheverPort } from '../network/isolation';
import type { Caller, Destination, WorkloadView } from '../types';
import type { World } from '../world';
import { networkPorts } from '../ztunnel/hbone';
import { connectionLayer, type LayerAt, type Verdict, verdict } from './layer';

/** NetworkPolicy of the callee's namespace. */
export function ingressPolicy(world: World, destination: Destination): LayerAt {
  return connectionLayer('ingress-policy', ingressTo(world, destination));
}

/** As the network sees it: by HBONE, the port is hidden. */
export function ingressTo(world: World, destination: Destination): (caller: Caller) => Verdict {
  const { workload } = destination;
  if (workload.apart !== undefined) return notAPod(workload);
  const policies = isolatingWorkload(world, workload, 'Ingress');
  return (caller) => {
    if (workload.hostNetwork && policies.length > 0) {
      return verdict('undetermined', `${workload.id} is in its node's network, where the effect of NetworkPolicy is undefined`, policies.map((p) => p.policy.ref));
    }
    const end = callerEnd(caller);
    return sparingTheNode(world, caller, whicheverPort(networkPorts(world, caller, destination), (port) => judge(world, 'Ingress', policies, end, atPort(destination, port))));
  };
}

function notAPod({ id, doubt }: WorkloadView): () => Verdict {
  const result = doubt === undefined ? verdict('allow', `${id} is no pod of this cluster, and no NetworkPolicy is for it`) : verdict('undetermined', doubt.text, [doubt.ref]);
  return () => result;
}

export function callerEnd(caller: Caller): End {
  if (caller.workload !== undefined) {
    const end = endOf(caller.workload);
    return caller.ip === end.ip || caller.ip === undefined ? end : { ...end, ip: caller.ip, ips: [caller.ip] };
  }
  return {
    pod: caller.pod,
    hostNetwork: false,
    ...(caller.namespace === undefined ? {} : { namespace: caller.namespace }),
    ...(caller.labels === undefined ? {} : { labels: caller.labels }),
    ...(caller.ip === undefined ? {} : { ip: caller.ip }),
  };
}

/**
 * A pod cannot be isolated from its own node, and which node that is no manifest shows.
 * https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
function sparingTheNode(world: World, caller: Caller, result: Verdict): Verdict {
  const isNode = caller.workload?.hostNetwork === true
    || (caller.ip !== undefined && !caller.pod && (world.settings.nodeCidrs ?? []).some((cidr) => within(caller.ip!, cidr)));
  return result.answer === 'deny' && isNode
    ? verdict('undetermined', `${result.text()}; but it comes from a node, and traffic from a pod's own node is always admitted`, result.because)
    : result;
}
