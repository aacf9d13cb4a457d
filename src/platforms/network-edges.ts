import type { EdgeModel, PortAccessModel } from '../model/model';

/**
 * Edges as NetworkPolicy sees them, which cannot ask for pods and addresses at once: one for each caller, whatever addresses it must call from,
 * and by whose identity.
 */
export function networkEdges(edges: readonly EdgeModel[]): readonly EdgeModel[] {
  if (edges.every(({ sourceCidrs, identityOf }) => sourceCidrs === undefined && identityOf === undefined)) return edges;
  const callers = new Map<string, EdgeModel>();
  for (const edge of edges) {
    const key = `${edge.callee}<-${JSON.stringify(edge.caller)}`;
    const known = callers.get(key);
    callers.set(key, known === undefined ? edge : { ...known, access: together([...known.access, ...edge.access]) });
  }
  return [...callers.values()];
}

/** Ports alone: what is asked of requests is nothing to NetworkPolicy. */
function together(access: readonly PortAccessModel[]): readonly PortAccessModel[] {
  const ports = new Map(access.map((a) => [`${String(a.targetPort).padStart(5, '0')} ${a.protocol} ${(a.routes ?? []).join()}`, a]));
  return [...ports].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, port]) => port);
}
