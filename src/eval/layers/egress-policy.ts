import { selectsAll, selectsKnowing } from '../matcher/selector';
import { atPort, endOf, type End, type Target } from '../network/end';
import { compile, isolates, type Isolating, isolatingWorkload, judge, whicheverPort } from '../network/isolation';
import type { Caller, Destination, WorkloadView } from '../types';
import type { World } from '../world';
import { refText } from '../refs';
import { networkPorts, sendsHboneToSidecars } from '../ztunnel/hbone';
import { connectionLayer, type LayerAt, type Verdict, verdict } from './layer';

/** NetworkPolicy of the caller's namespace. */
export function egressPolicy(world: World, destination: Destination): LayerAt {
  const end = endOf(destination.workload);
  return connectionLayer('egress-policy', (caller) => egressToEnd(world, caller, destination, end));
}

/** As the network sees it: by HBONE, the port is hidden. */
export function egressTo(world: World, caller: Caller, destination: Destination): Verdict {
  return egressToEnd(world, caller, destination, endOf(destination.workload));
}

function egressToEnd(world: World, caller: Caller, destination: Destination, end: End): Verdict {
  if (caller.many) return verdict('allow', 'it stands for pods that have policies of their own');
  const { placed, entry, workload } = destination;
  const by = placed?.by ?? (workload.apart === 'address' ? undefined : entry?.ref);
  if (by !== undefined && world.ambient && (sendsHboneToSidecars(world, caller) || (entry !== undefined && isOnlyHbone(workload)))) {
    return verdict('undetermined', () => `what ztunnel and waypoints make of ${refText(by)} is not modelled`, [by]);
  }
  return whicheverPort(networkPorts(world, caller, destination), (port) => judgeEgress(world, caller, end, atPort(destination, port)));
}

/** Whether an endpoint of a ServiceEntry is known to take it is istiod's to say. */
function isOnlyHbone({ dataPlane }: WorkloadView): boolean {
  return dataPlane === 'ambient' || dataPlane === 'waypoint';
}

/** `end` may be outside the cluster. */
export function judgeEgress(world: World, caller: Caller, end: End, target: Target): Verdict {
  if (!caller.pod) return verdict('allow', 'it does not come from a pod of this cluster');
  if (caller.namespace === undefined) return verdict('undetermined', 'the namespace of its pod is not known');
  const policies = isolating(world, caller.namespace, caller);
  if (caller.workload?.hostNetwork && policies.length > 0) {
    return verdict('undetermined', `${caller.name} is in its node's network, where the effect of NetworkPolicy is undefined`, policies.map((p) => p.policy.ref));
  }
  return judge(world, 'Egress', policies, end, target);
}

const known = new WeakMap<World, WeakMap<WorkloadView, readonly Isolating[]>>();

/** What isolates a workload is found once, however many it calls. */
function isolating(world: World, namespace: string, { labels, workload }: Caller): readonly Isolating[] {
  const { network } = world.policies.in(namespace);
  if (labels === undefined) {
    return network.all.filter((p) => isolates(p.object, 'Egress')).map((p) => {
      const { podSelector } = p.object.spec;
      return { policy: compile(p, 'Egress'), selected: selectsAll(podSelector) ? 'yes' : selectsKnowing(podSelector, {}) };
    });
  }
  const find = (): readonly Isolating[] => network.selecting(labels)
    .filter((p) => isolates(p.object, 'Egress')).map((p) => ({ policy: compile(p, 'Egress'), selected: 'yes' }));
  if (workload?.labels !== labels || workload.namespace !== namespace) return find();
  if (workload.unsureOf !== undefined) return isolatingWorkload(world, workload, 'Egress');
  const ofWorld = known.get(world) ?? new WeakMap<WorkloadView, readonly Isolating[]>();
  known.set(world, ofWorld);
  const found = ofWorld.get(workload) ?? find();
  ofWorld.set(workload, found);
  return found;
}
