import { namespaceOfObject } from '../eval/cluster/policies';
import { selects } from '../eval/matcher/selector';
import { isolates } from '../eval/network/isolation';
import { headersAskedAbout } from '../eval/routing/headers';
import type { Caller, WorkloadView, World } from '../eval';
import type { KnownObject, Labels, LabelSelector } from '../manifest/kinds';
import type { ManifestObject } from '../manifest/manifests';
import { both, type Both } from './both';

/** Does something that has changed select it? Of a pod whose labels are not known: may it? */
export type Selected = (pod: Pick<Caller, 'namespace' | 'labels'> & Pick<WorkloadView, 'unsureOf'>) => boolean;

/** What has changed, where that is nothing but policies about certain pods. */
export interface Changed {
  /** About what they let in. */
  readonly callees: Selected;
  /** About where they go; left out: nothing is. */
  readonly callers?: Selected;
}

/** INVARIANT: undefined where anything else has changed, or may have. */
export function changedIn(worlds: Both<World>): Changed | undefined {
  const objects = isSameBeside(worlds) ? objectsChanged(worlds) : undefined;
  if (objects === undefined || !objects.every((o) => isAboutPods(worlds.after, o))) return undefined;
  const ofCallers = objects.filter(({ object }) => object.kind === 'Sidecar' || (object.kind === 'NetworkPolicy' && isolates(object, 'Egress')));
  return {
    callees: selectedBy(objects.filter(({ object }) => object.kind !== 'NetworkPolicy' || isolates(object, 'Ingress'))),
    ...(ofCallers.length === 0 ? {} : { callers: selectedBy(ofCallers) }),
  };
}

/**
 * All that is no object, and what objects have in common: routes that set a header are followed while no policy of anybody asks about it, and
 * labels that are given to pods are theirs where somebody selects by them.
 */
function isSameBeside(worlds: Both<World>): boolean {
  const { before, after } = both((side) => JSON.stringify([
    worlds[side].settings, worlds[side].linkerd.policies.map(({ object }) => object), [...headersAskedAbout(worlds[side])].sort(),
    worlds[side].workloads,
  ]));
  return before === after && !worlds.before.orderIsAge && !worlds.after.orderIsAge;
}

/**
 * Both forms of each that is not the same; undefined: some cannot be told from each other. Objects have no order here: where their age counts it
 * is in their text, or else not known.
 */
function objectsChanged({ before, after }: Both<World>): readonly ManifestObject[] | undefined {
  const [old, now] = [before, after].map(({ objects }) => new Map(objects.map((o) => [keyOf(o), o])));
  if (old.size !== before.objects.length || now.size !== after.objects.length) return undefined;
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [then, next] = [old.get(key), now.get(key)];
    return JSON.stringify(then?.object) === JSON.stringify(next?.object) ? [] : [then, next].flatMap((o) => o ?? []);
  });
}

function keyOf(source: ManifestObject): string {
  const { apiVersion, kind, metadata } = source.object;
  return `${apiVersion} ${kind} ${namespaceOfObject(source)}/${metadata.name}`;
}

/** Those of the root namespace are about pods of any, and those that are bound to a Service or Gateway about who comes through a waypoint. */
function isAboutPods({ settings }: World, source: ManifestObject): boolean {
  const { object } = source;
  if (object.kind === 'NetworkPolicy') return true;
  if (namespaceOfObject(source) === settings.rootNamespace) return false;
  return object.kind === 'Sidecar'
    || (object.kind === 'AuthorizationPolicy' && object.spec.targetRef === undefined && (object.spec.targetRefs ?? []).length === 0);
}

function selectedBy(objects: readonly ManifestObject[]): Selected {
  const byNamespace = new Map<string, LabelSelector[]>();
  for (const source of objects) {
    const namespace = namespaceOfObject(source);
    const selectors = byNamespace.get(namespace);
    if (selectors === undefined) byNamespace.set(namespace, [selectorOf(source.object)]);
    else selectors.push(selectorOf(source.object));
  }
  return ({ namespace, labels, unsureOf }) => namespace !== undefined
    && (byNamespace.get(namespace)?.some((selector) => labels === undefined || unsureOf !== undefined || selects(selector, labels)) ?? false);
}

function selectorOf(object: KnownObject): LabelSelector {
  switch (object.kind) {
    case 'NetworkPolicy': return object.spec.podSelector;
    case 'AuthorizationPolicy': return forLabels(object.spec.selector?.matchLabels);
    case 'Sidecar': return forLabels(object.spec.workloadSelector?.labels);
    default: return {};
  }
}

function forLabels(matchLabels: Labels = {}): LabelSelector {
  return { matchLabels };
}
