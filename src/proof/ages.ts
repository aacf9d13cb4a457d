import { namespaceOfObject } from '../eval/cluster/policies';
import { protocolOf } from '../eval/cluster/protocol';
import { targetPort } from '../eval/cluster/services';
import type { WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { Labels } from '../manifest/kinds';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import { groupBy } from './declaration';

/** Objects of which the oldest wins, for a namespace or for some pod. */
export type Rivals = readonly ManifestObject[];

/** In the order read, each set once. */
export function rivalsIn(world: World, { objects }: Manifests): readonly Rivals[] {
  const place = new Map(objects.map((o, i) => [o, i]));
  const sets = [...overNamespaces(objects), ...world.workloads.flatMap((w) => overPod(world, w))].map((set) => (
    [...new Set(set)].sort((a, b) => place.get(a)! - place.get(b)!)
  ));
  return [...new Map(sets.filter((s) => s.length > 1).map((s) => [s.map((o) => place.get(o)).join(), s])).values()];
}

/**
 * The same manifests with another of each set of rivals as the oldest, until each has been.
 *
 * One turn for all sets at once is enough: a set decides about one layer (mTLS, scope, how a port is read), and each layer is held to
 * the declaration by itself.
 */
export function* otherAges(manifests: Manifests, sets: readonly Rivals[]): Generator<{ readonly oldest: Rivals; readonly manifests: Manifests }> {
  const turns = Math.max(1, ...sets.map((s) => s.length));
  for (let turn = 1; turn < turns; turn++) {
    const oldest = [...new Set(sets.flatMap((s) => s[turn] ?? []))];
    yield { oldest, manifests: { ...manifests, objects: [...oldest, ...manifests.objects.filter((o) => !oldest.includes(o))] } };
  }
}

/** Of those that hold for a whole namespace. */
const OLDEST_WINS: readonly string[] = ['PeerAuthentication', 'Sidecar', 'Telemetry'];

function overNamespaces(objects: readonly ManifestObject[]): readonly Rivals[] {
  const scoped = objects.filter((o) => OLDEST_WINS.includes(o.object.kind) && !isSelective(selectorOf(o)));
  return [...groupBy(scoped, (o) => `${o.object.kind} ${namespaceOfObject(o)}`).values()];
}

function overPod(world: World, workload: WorkloadView): readonly Rivals[] {
  const { peer, sidecar } = world.policies.in(workload.namespace);
  return [
    peer.selecting(workload.labels).filter((o) => isSelective(selectorOf(o))),
    sidecar.selecting(workload.labels).filter((o) => isSelective(selectorOf(o))),
    ...disagreeing(world, workload),
  ];
}

/** Services that lead to one port of the pod and say different protocols of it. */
function disagreeing({ services }: World, workload: WorkloadView): readonly Rivals[] {
  const leading = services.selecting(workload).flatMap(({ ports, source }) => ports
    .filter((p) => (p.protocol ?? 'TCP') === 'TCP')
    .map((p) => ({ source, port: targetPort(p, workload), read: protocolOf(p) })));
  return [...groupBy(leading.filter((l) => l.port !== undefined), (l) => String(l.port)).values()]
    .filter((group) => group.some((l) => l.read !== group[0].read))
    .map((group) => group.map((l) => l.source));
}

function selectorOf({ object }: ManifestObject): Labels | undefined {
  if (object.kind === 'PeerAuthentication' || object.kind === 'Telemetry') return object.spec.selector?.matchLabels;
  return object.kind === 'Sidecar' ? object.spec.workloadSelector?.labels : undefined;
}

function isSelective(labels: Labels | undefined): boolean {
  return Object.keys(labels ?? {}).length > 0;
}
