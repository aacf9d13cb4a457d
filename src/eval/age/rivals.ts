import type { Labels, Sidecar } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { type From, namespaceOfObject } from '../cluster/policies';
import { protocolOf } from '../cluster/protocol';
import { targetPort } from '../cluster/services';
import type { Caller, Destination, WorkloadView } from '../types';
import type { World } from '../world';
import { isDated, olderFirst } from './order';

/** Objects of which the oldest wins, for a namespace or for some pod, in the order read. */
export type Rivals = readonly ManifestObject[];

/** Of those that hold for a whole namespace. */
const OLDEST_WINS: readonly string[] = ['PeerAuthentication', 'Sidecar', 'Telemetry'];

/** All among these objects of a world, each set once. */
export function rivalsIn(world: World, objects: readonly ManifestObject[]): readonly Rivals[] {
  const place = new Map(objects.map((o, i) => [o, i]));
  const sets = [...overNamespaces(objects), ...world.workloads.flatMap((w) => overPod(world, w))]
    .map((set) => [...new Set(set)].sort((a, b) => place.get(a)! - place.get(b)!));
  return distinct(sets, (o) => place.get(o)!);
}

/** Those that decide about one port of one workload, whoever calls. */
export function rivalsAt(world: World, { workload, port }: Destination): readonly Rivals[] {
  const namespaces = new Set([workload.namespace, world.settings.rootNamespace]);
  const wide = [...namespaces].map((n) => world.policies.in(n).peer.all.filter(isWide));
  // Of a callee's Sidecar nothing counts but its listeners.
  const over = overWorkload(world, workload).filter((set) => set.some(({ object }) => object.kind !== 'Sidecar' || (object.spec.ingress ?? []).length > 0));
  return undecided([...wide, ...over, ...disagreeing(world, workload, port)]);
}

const ofWorkloads = new WeakMap<World, WeakMap<WorkloadView, readonly Rivals[]>>();

/** Those that decide what the caller's own proxy does: the same, whomever it calls. */
export function rivalsOf(world: World, { workload, namespace, labels, many }: Caller): readonly Rivals[] {
  if (many) return [];
  if (workload === undefined) return namespace === undefined ? [] : undecided([sidecarsOver(world, namespace, labels)]);
  let known = ofWorkloads.get(world);
  if (known === undefined) ofWorkloads.set(world, known = new WeakMap());
  let found = known.get(workload);
  if (found === undefined) {
    found = undecided([sidecarsOver(world, workload.namespace, workload.labels)]);
    known.set(workload, found);
  }
  return found;
}

/** Those of which the oldest is a pod's Sidecar: that select it, else its namespace's, else the mesh's. Labels that are not known select nothing. */
export function sidecarsOver(world: World, namespace: string, labels: Labels | undefined): readonly From<Sidecar>[] {
  const own = world.policies.in(namespace).sidecar;
  const selecting = labels === undefined ? [] : own.selecting(labels).filter((o) => !isWide(o));
  if (selecting.length > 0) return selecting;
  const wide = own.all.filter(isWide);
  return wide.length > 0 ? wide : world.policies.in(world.settings.rootNamespace).sidecar.all.filter(isWide);
}

function overNamespaces(objects: readonly ManifestObject[]): readonly Rivals[] {
  const scoped = objects.filter((o) => OLDEST_WINS.includes(o.object.kind) && isWide(o));
  return undecided([...groupBy(scoped, (o) => `${o.object.kind} ${namespaceOfObject(o)}`).values()]);
}

function overPod(world: World, workload: WorkloadView): readonly Rivals[] {
  return undecided([...overWorkload(world, workload), ...disagreeing(world, workload)]);
}

function overWorkload(world: World, workload: WorkloadView): readonly Rivals[] {
  return [
    world.policies.in(workload.namespace).peer.selecting(workload.labels).filter((o) => !isWide(o)),
    sidecarsOver(world, workload.namespace, workload.labels),
  ];
}

/** Services that lead to one port of the pod and say different protocols of it. */
function disagreeing({ services }: World, workload: WorkloadView, only?: number): readonly Rivals[] {
  const leading = services.selecting(workload).flatMap(({ ports, source }) => ports
    .filter((p) => (p.protocol ?? 'TCP') === 'TCP')
    .map((p) => ({ source, port: targetPort(p, workload), read: protocolOf(p) })));
  return [...groupBy(leading.filter((l) => l.port !== undefined && (only === undefined || l.port === only)), (l) => String(l.port)).values()]
    .filter((group) => group.some((l) => l.read !== group[0].read))
    .map((group) => group.map((l) => l.source));
}

/** Of those whose age is known only the oldest comes into question, beside all whose age is not. */
function undecided(sets: readonly Rivals[]): readonly Rivals[] {
  return sets.map((set) => {
    if (set.length < 2) return [];
    const [oldest] = set.filter(isDated).sort(olderFirst);
    return oldest === undefined ? set : set.filter((o) => o === oldest || !isDated(o));
  }).filter((set) => set.length > 1);
}

/** It holds for a namespace. An empty selector of a Sidecar selects each pod of it. */
function isWide({ object }: ManifestObject): boolean {
  if (object.kind === 'Sidecar') return object.spec.workloadSelector === undefined;
  return (object.kind !== 'PeerAuthentication' && object.kind !== 'Telemetry') || Object.keys(object.spec.selector?.matchLabels ?? {}).length === 0;
}

function distinct(sets: readonly Rivals[], placeOf: (o: ManifestObject) => number): readonly Rivals[] {
  return [...new Map(sets.map((s) => [s.map(placeOf).join(), s])).values()];
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...groups.get(keyOf(value)) ?? [], value]);
  return groups;
}
