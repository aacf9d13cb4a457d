import type { EdgeModel, GatewayModel, ServiceModel } from '../model/model';
import type { ModelIndex } from './platform';

const byCallingNamespace = new WeakMap<ModelIndex, ReadonlyMap<string, readonly EdgeModel[]>>();

/** Edges granted to whole namespaces, by namespace: one pass over the edges instead of one per service. */
function namespaceEdges(index: ModelIndex): ReadonlyMap<string, readonly EdgeModel[]> {
  const known = byCallingNamespace.get(index);
  if (known) return known;
  const map = new Map<string, EdgeModel[]>();
  for (const edge of index.model.edges) {
    if (edge.caller.kind !== 'namespace') continue;
    const edges = map.get(edge.caller.namespace);
    if (edges) edges.push(edge);
    else map.set(edge.caller.namespace, [edge]);
  }
  byCallingNamespace.set(index, map);
  return map;
}

/**
 * The edges that `service` may use as a caller: its own, and those of its namespace.
 *
 * A grant to anyone is not among them: it opens the callee, and what else a service calls is its own statement.
 */
export function edgesOfCaller(index: ModelIndex, service: ServiceModel): readonly EdgeModel[] {
  // What is granted to its namespace is not granted to it.
  if (service.quarantine !== undefined) return [];
  const own = index.edgesFrom(service.id);
  const shared = namespaceEdges(index).get(service.namespace) ?? [];
  if (shared.length === 0) return own;
  const all = new Map([...own, ...shared].map((edge) => [edge.id, edge]));
  return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The edges that name a gateway. Grants to its whole namespace are for what runs there under the mesh's rules, not for what lets the outside in. */
export function edgesOfGateway(index: ModelIndex, { caller: { principal } }: GatewayModel): readonly EdgeModel[] {
  return index.model.edges.filter(({ caller }) => caller.kind === 'identity' && caller.principal === principal);
}
