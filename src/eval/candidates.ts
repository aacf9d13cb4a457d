import type { Source } from '../manifest/kinds';
import { enforced, type Site } from './authorization/site';
import { namespaceOf, serviceAccountOf } from './matcher/identity';
import { matchesPort } from './network/end';
import { compile, type DirectedRule, isolates } from './network/isolation';
import { podsOf } from './network/pods';
import type { Destination, WorkloadView } from './types';
import type { World } from './world';
import { HBONE_PORT, takesHbone } from './ztunnel/hbone';

/**
 * Workloads that some layer of the destination, or of the waypoint before it, may let in; every other workload reaches nothing there.
 * Undefined: they are not fewer than all. It is what makes all pairs of ten thousand workloads a matter of edges instead of pairs.
 *
 * INVARIANT: a superset. Whatever is not plainly a list of callers is everybody.
 */
export function candidates(site: Site, waypoint?: Site): readonly WorkloadView[] | undefined {
  const directly = knocking(site);
  const through = waypoint === undefined ? [] : knocking(waypoint);
  return directly && through && (through.length === 0 ? directly : [...new Set([...directly, ...through])]);
}

function knocking(site: Site): readonly WorkloadView[] | undefined {
  const byNetwork = admittedPods(site);
  const byIdentity = site.capture.captured === 'yes' ? allowedIdentities(site) : undefined;
  if (byNetwork === undefined || byIdentity === undefined) return byNetwork ?? byIdentity;
  return byNetwork.length <= byIdentity.length ? byNetwork : byIdentity;
}

interface Index {
  readonly byNamespace: ReadonlyMap<string, readonly WorkloadView[]>;
  readonly byAccount: ReadonlyMap<string, readonly WorkloadView[]>;
}

const indexes = new WeakMap<World, Index>();

function indexOf(world: World): Index {
  let index = indexes.get(world);
  if (index === undefined) {
    index = {
      byNamespace: groupBy(world.workloads, (w) => w.namespace),
      byAccount: groupBy(world.workloads, (w) => `${w.namespace}/${w.serviceAccount}`),
    };
    indexes.set(world, index);
  }
  return index;
}

function groupBy(workloads: readonly WorkloadView[], keyOf: (w: WorkloadView) => string): ReadonlyMap<string, readonly WorkloadView[]> {
  const groups = new Map<string, WorkloadView[]>();
  for (const workload of workloads) {
    const key = keyOf(workload);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [workload]);
    else group.push(workload);
  }
  return groups;
}

function admittedPods({ world, destination, engine }: Site): readonly WorkloadView[] | undefined {
  const { workload, port } = destination;
  return podCandidates(world, destination, engine === 'waypoint' ? [HBONE_PORT] : takesHbone(workload) ? [port, HBONE_PORT] : [port]);
}

/** By NetworkPolicy alone. `seen`: the ports, one of which the network sees. */
export function podCandidates(world: World, destination: Destination, seen: readonly number[]): readonly WorkloadView[] | undefined {
  const { workload } = destination;
  const policies = world.policies.in(workload.namespace).network.selecting(workload.labels).filter((p) => isolates(p.object, 'Ingress'));
  if (policies.length === 0 || workload.hostNetwork) return undefined;
  // Selectors say nothing about pods in their node's network.
  const found = new Set(podsOf(world).hostNetwork);
  for (const policy of policies.map((p) => compile(p, 'Ingress'))) {
    const isOpen = ({ ports }: DirectedRule): boolean => (
      ports.length === 0 || ports.some((p) => seen.some((number) => matchesPort(p, { ...destination, port: number }) !== 'no')));
    const { anybody, byPod } = policy.facing(world);
    if (anybody.some(isOpen)) return undefined;
    const allOpen = policy.rules.every(isOpen);
    for (const [pod, rules] of byPod) if (allOpen || rules.some(({ rule }) => isOpen(rule))) found.add(pod);
  }
  return [...found];
}

function allowedIdentities(site: Site): readonly WorkloadView[] | undefined {
  const policies = enforced(site, 'ALLOW');
  if (policies.length === 0) return undefined;
  const { byAccount, byNamespace } = indexOf(site.world);
  // What a node sends may go past ztunnel, whatever that would say.
  const found = new Set<WorkloadView>(site.engine === 'ztunnel' ? podsOf(site.world).hostNetwork : []);
  for (const { source } of policies) {
    for (const rule of source.object.spec.rules ?? []) {
      const accounts = (rule.from ?? []).map((f) => accountsOf(f.source ?? {}));
      if (accounts.length === 0 || accounts.includes(undefined)) return undefined;
      for (const key of accounts.flatMap((a) => a ?? [])) {
        for (const w of (key.includes('/') ? byAccount : byNamespace).get(key) ?? []) found.add(w);
      }
    }
  }
  return [...found];
}

/** `namespace/account` of exact principals, or exact namespaces; trust domains do not matter to a superset. Undefined: anything else. */
function accountsOf({ principals = [], namespaces = [] }: Source): readonly string[] | undefined {
  if (principals.length > 0) {
    return principals.some((p) => p.includes('*') || namespaceOf(p) === undefined) ? undefined : principals.map((p) => `${namespaceOf(p)}/${serviceAccountOf(p)}`);
  }
  return namespaces.length > 0 && !namespaces.some((n) => n.includes('*') || n.includes('/')) ? namespaces : undefined;
}
