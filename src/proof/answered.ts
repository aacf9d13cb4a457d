import { callerOf } from '../eval/callers';
import { ingressTo } from '../eval/layers/ingress-policy';
import { carries } from '../eval/matcher/selector';
import { isolates } from '../eval/network/isolation';
import { EVERYTHING } from '../eval/request-set';
import type { Destination, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { Labels, Protocol } from '../manifest/kinds';
import type { MeshModel, ServiceModel } from '../model/model';
import { workloadCaller } from './callers';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { freshAddress } from './minimal';
import { answering, hasProxy, ISTIOD } from './projection/egress-policy';

/** Whom every declared call rests on. */
interface Served {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly port: number;
  readonly protocols: readonly Protocol[];
  /** Asked by proxies alone. */
  readonly byProxies: boolean;
}

/**
 * Names, and the configuration of proxies: who gives them is no service here, and without policies it answers everybody. Where the manifests have
 * one that holds its pods, it has to let in whoever rests on them.
 */
export function checkAnswered(context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const { world, declaration } = context;
  const guarded = guardedIn(world, declaration.model);
  if (guarded.length === 0) return [];
  const proxied = declaration.model.mesh.platform === 'istio' && hasProxy(service);
  const caller = workloadCaller(world, workload, freshAddress(declaration.model.mesh.cluster.podCidrs, []));
  // In quarantine only what brings the denial.
  const asked = guarded.filter(({ served: { byProxies, name } }) => (byProxies ? proxied && (service.quarantine === undefined || name === 'istiod') : service.quarantine === undefined));
  return asked.flatMap(({ served: { name, port, protocols }, pods }) => pods.flatMap((pod) => protocols.flatMap((protocol): readonly Gap[] => {
    tally.decisions++;
    const { answer, because } = ingressTo(world, { workload: pod, port, protocol } satisfies Destination)(caller);
    if (answer === 'allow') return [];
    return [{
      statement: 'declared-works', layer: 'ingress-policy', caller: callerOf(world, workload).name, callee: name, port, protocol, requests: EVERYTHING,
      undecided: answer === 'undetermined', because, service,
    }];
  })));
}

interface Guarded {
  readonly served: Served;
  readonly pods: readonly WorkloadView[];
}

const known = new WeakMap<World, readonly Guarded[]>();

/** Those that a policy isolates: most manifests have none. */
function guardedIn(world: World, model: Context['declaration']['model']): readonly Guarded[] {
  let guarded = known.get(world);
  if (guarded === undefined) {
    guarded = servedIn(model).flatMap((served): readonly Guarded[] => {
      const pods = podsOf(world, served).filter((pod) => (
        world.policies.in(pod.namespace).network.selecting(pod.labels).some((p) => isolates(p.object, 'Ingress'))));
      return pods.length === 0 ? [] : [{ served, pods }];
    });
    known.set(world, guarded);
  }
  return guarded;
}

function servedIn(model: Context['declaration']['model']): readonly Served[] {
  const { mesh } = model;
  const names = answering(model).map(({ namespace, podLabels, port }, i): Served => (
    { name: i === 0 ? 'cluster DNS' : 'NodeLocal DNSCache', namespace, labels: podLabels, port, protocols: ['UDP', 'TCP'], byProxies: false }
  ));
  return [...names, ...(mesh.platform === 'istio' ? askedByProxies(mesh) : [])];
}

function askedByProxies({ rootNamespace, proxyHosts }: MeshModel): readonly Served[] {
  return [
    { name: 'istiod', namespace: rootNamespace, labels: ISTIOD.labels, port: ISTIOD.port, protocols: ['TCP'], byProxies: true },
    ...proxyHosts.map((h): Served => ({ name: `${h.namespace}/${h.service}`, namespace: h.namespace, labels: h.podLabels, port: h.port, protocols: ['TCP'], byProxies: true })),
  ];
}

/** As they are among the manifests, else as the cluster has them; no policy holds pods on the network of their node. */
function podsOf({ workloads }: World, { name, namespace, labels }: Served): readonly WorkloadView[] {
  const there = workloads.filter((w) => w.apart === undefined && w.namespace === namespace && carries(w.labels, labels));
  if (there.length > 0) return there.filter((w) => !w.hostNetwork);
  return [{
    id: name, namespace, name, labels, annotations: {}, serviceAccount: 'default', dataPlane: 'none', hostNetwork: false, containerPorts: [], assumed: true,
  }];
}
