import type { AccessModel, WaypointModel } from './model';
import type { ModelIndex } from './model-index';

const NONE: readonly never[] = [];

/** One pass over the model; every group keeps its order. */
export function indexModel(model: AccessModel): ModelIndex {
  const imported = new Map((model.imported ?? []).map((s) => [s.id, s]));
  const services = new Map([...imported.values(), ...model.services].map((s) => [s.id, s]));
  const namespaces = new Map(model.namespaces.map((n) => [n.id, n]));
  const edgesTo = groupBy(model.edges, (e) => e.callee);
  const edgesFrom = groupBy(model.edges, (e) => (e.caller.kind === 'service' ? e.caller.service : undefined));
  const externalsFrom = groupBy(model.externals, (e) => e.caller);
  const externalsThrough = groupBy(model.externals, (e) => (e.through === undefined ? undefined : e.host));
  const servedBy = groupBy(model.services, (s) => (s.waypoint === undefined ? undefined : waypointKey(s.waypoint)));
  const externalsIn = groupBy(model.externals, (e) => (e.through !== undefined ? undefined : hostKey(required(services, e.caller, 'service').namespace, e.host)));
  return {
    model,
    service: (id) => required(services, id, 'service'),
    imported: (id) => imported.get(id),
    namespace: (id) => required(namespaces, id, 'namespace'),
    edgesTo: (id) => edgesTo.get(id) ?? NONE,
    edgesFrom: (id) => edgesFrom.get(id) ?? NONE,
    externalsFrom: (id) => externalsFrom.get(id) ?? NONE,
    externalsThrough: (host) => externalsThrough.get(host) ?? NONE,
    servedBy: (waypoint) => servedBy.get(waypointKey(waypoint)) ?? NONE,
    externalsIn: (namespace, host) => externalsIn.get(hostKey(namespace, host)) ?? NONE,
  };
}

const hostKey = (namespace: string, host: string): string => `${namespace}/${host}`;
const waypointKey = ({ namespace, name }: Pick<WaypointModel, 'namespace' | 'name'>): string => `${namespace}/${name}`;

function groupBy<T>(values: readonly T[], key: (value: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const k = key(value);
    if (k === undefined) continue;
    const group = groups.get(k);
    if (group) group.push(value);
    else groups.set(k, [value]);
  }
  return groups;
}

/** A dangling reference is a mistake of ours: a declaration that has one was refused before. */
function required<T>(map: ReadonlyMap<string, T>, id: string, what: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`the model has no ${what} \`${id}\``);
  return found;
}
