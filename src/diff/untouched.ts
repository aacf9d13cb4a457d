import type { KnownObject } from '../manifest/kinds';
import { isolates } from '../eval/network/isolation';
import type { ManifestObject } from '../manifest/manifests';
import { namespaceOfObject } from '../eval/cluster/policies';
import { headersAskedAbout } from '../eval/routing/headers';
import { selects } from '../eval/matcher/selector';
import type { WorkloadView, World } from '../eval';
import { both, type Both } from './both';

/**
 * Workloads at whose ports nothing can have changed, for anybody: nothing has but policies about what other pods let in. Most changes are of a
 * few policies among thousands, and comparing the access to all others says no more than comparing their texts.
 *
 * INVARIANT: what is not plainly a policy about certain callees leaves nobody untouched.
 */
export function untouched(worlds: Both<World>): (workload: WorkloadView) => boolean {
  const changed = isSameBeside(worlds) ? changedIn(worlds) : undefined;
  if (changed === undefined || !changed.every((o) => isAboutCallees(worlds.after, o))) return () => false;
  const touched = worlds.after.workloads.filter((workload) => changed.some((o) => isAbout(o, workload)));
  // What stands in between is on the way to others.
  if (touched.some(({ dataPlane }) => dataPlane === 'waypoint' || dataPlane === 'gateway')) return () => false;
  const ids = new Set(touched.map((w) => w.id));
  return ({ id }) => !ids.has(id);
}

/** All that is no object, and what objects have in common: routes that set a header are followed while no policy of anybody asks about it. */
function isSameBeside(worlds: Both<World>): boolean {
  const { before, after } = both((side) => JSON.stringify([
    worlds[side].settings, worlds[side].linkerd.policies.map(({ object }) => object), [...headersAskedAbout(worlds[side])].sort(),
  ]));
  return before === after && !worlds.before.orderIsAge && !worlds.after.orderIsAge;
}

/**
 * Both forms of each that is not the same; undefined: some cannot be told from each other. Objects have no order here: where their age counts it
 * is in their text, or else not known.
 */
function changedIn({ before, after }: Both<World>): readonly ManifestObject[] | undefined {
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

function isAboutCallees({ settings }: World, source: ManifestObject): boolean {
  const { object } = source;
  if (namespaceOfObject(source) === settings.rootNamespace) return false;
  if (isKind(object, 'NetworkPolicy')) return !isolates(object, 'Egress');
  return isKind(object, 'AuthorizationPolicy') && object.spec.targetRef === undefined && (object.spec.targetRefs ?? []).length === 0;
}

function isAbout(source: ManifestObject, { namespace, labels, unsureOf }: WorkloadView): boolean {
  const { object } = source;
  if (namespaceOfObject(source) !== namespace) return false;
  if (unsureOf !== undefined) return true;
  if (isKind(object, 'NetworkPolicy')) return selects(object.spec.podSelector, labels);
  return !isKind(object, 'AuthorizationPolicy') || selects({ matchLabels: object.spec.selector?.matchLabels ?? {} }, labels);
}

function isKind<K extends KnownObject['kind']>(object: KnownObject, kind: K): object is Extract<KnownObject, { readonly kind: K }> {
  return object.kind === kind;
}
