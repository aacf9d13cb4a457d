import type { KnownObject, Labels, LabelSelector, NetworkPolicyPeer, Workload } from '../../manifest/kinds';
import type { ManifestObject } from '../../manifest/manifests';
import { isOrdinal, POD_INDEX, POD_NAME } from '../../manifest/ordinal-labels';
import type { WorkloadView } from '../types';
import { namespaceOfObject } from './policies';

/** What selectors ask for by these labels. */
type Asked = Readonly<Record<typeof POD_NAME | typeof POD_INDEX, ReadonlySet<string>>>;

/**
 * The pods of a StatefulSet are alike but for what its controller adds: a name and a number. Where a selector asks for either, each pod that it
 * may mean stands for itself, and one pod for all others, however many there are: their number changes without a change of any manifest.
 */
export function podsOfSets(objects: readonly ManifestObject[]): (set: ManifestObject<Workload>, view: WorkloadView) => readonly WorkloadView[] {
  const asked = objects.some((o) => o.object.kind === 'StatefulSet') ? askedFor(objects) : undefined;
  if (asked === undefined) return (_, view) => [view];
  const present = new Set(objects.filter((o) => o.object.kind === 'Pod').map((o) => `${namespaceOfObject(o)}/${o.object.metadata.name}`));
  // A pod of a running cluster stands there with its labels.
  return (set, view) => (set.object.kind === 'StatefulSet' ? apart(view, asked).filter((w) => w.of === undefined || !present.has(w.id)) : [view]);
}

/** The Pod, or the workload that makes it, as manifests name it: `shop/catalog`. */
export function makerOf({ namespace, name, of = name }: WorkloadView): string {
  return `${namespace}/${of}`;
}

function apart(view: WorkloadView, asked: Asked): readonly WorkloadView[] {
  const { namespace, name } = view;
  const named = [...asked[POD_NAME]].filter((pod) => isOrdinal(name, pod)).map((pod) => Number(pod.slice(name.length + 1)));
  const numbered = [...asked[POD_INDEX]].filter((index) => /^\d+$/.test(index)).map(Number);
  const meant = [...new Set([...named, ...numbered])].sort((a, b) => a - b);
  const other = Math.max(-1, ...meant) + 1;
  const pod = (ordinal: number): WorkloadView => ({ ...view, labels: { ...view.labels, [POD_NAME]: `${name}-${ordinal}`, [POD_INDEX]: String(ordinal) } });
  const each = meant.map((ordinal): WorkloadView => {
    const own = `${name}-${ordinal}`;
    return { ...pod(ordinal), id: `${namespace}/${own}`, name: own, of: name };
  });
  return [...each, pod(other)];
}

/** Undefined: nobody asks. */
function askedFor(objects: readonly ManifestObject[]): Asked | undefined {
  const asked = { [POD_NAME]: new Set<string>(), [POD_INDEX]: new Set<string>() };
  let any = false;
  for (const { object } of objects) {
    for (const [key, values] of asks(object)) {
      if (key !== POD_NAME && key !== POD_INDEX) continue;
      any = true;
      for (const value of values) asked[key].add(value);
    }
  }
  return any ? asked : undefined;
}

type Ask = readonly [key: string, values: readonly string[]];

/** Wherever a kind has what selects pods. */
interface Selecting {
  readonly selector?: Labels | LabelSelector;
  readonly podSelector?: LabelSelector;
  readonly workloadSelector?: LabelSelector & { readonly labels?: Labels };
  readonly ingress?: readonly { readonly from?: readonly NetworkPolicyPeer[] }[];
  readonly egress?: readonly { readonly to?: readonly NetworkPolicyPeer[] }[];
}

function* asks(object: KnownObject): Iterable<Ask> {
  if (!('spec' in object)) return;
  const spec = object.spec as Selecting | undefined;
  if (spec === undefined) return;
  const { selector, podSelector, workloadSelector } = spec;
  if (object.kind === 'Service' || object.kind === 'Gateway') yield* equal(selector as Labels | undefined);
  else if (selector !== undefined) yield* asksOf(selector as LabelSelector);
  if (podSelector !== undefined) yield* asksOf(podSelector);
  if (workloadSelector !== undefined) {
    yield* asksOf(workloadSelector);
    yield* equal(workloadSelector.labels);
  }
  if (object.kind !== 'NetworkPolicy') return;
  for (const { from = [] } of spec.ingress ?? []) for (const peer of from) if (peer.podSelector !== undefined) yield* asksOf(peer.podSelector);
  for (const { to = [] } of spec.egress ?? []) for (const peer of to) if (peer.podSelector !== undefined) yield* asksOf(peer.podSelector);
}

function* asksOf({ matchLabels, matchExpressions = [] }: LabelSelector): Iterable<Ask> {
  yield* equal(matchLabels);
  for (const { key, values = [] } of matchExpressions) yield [key, values];
}

function* equal(labels: Labels = {}): Iterable<Ask> {
  for (const key in labels) yield [key, [labels[key]]];
}
