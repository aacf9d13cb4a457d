import type { AccessGraph, GraphEdge, GraphNode } from './types';

/** Below this, every place has room of its own. */
export const MANY_EDGES = 120;

/** A place, or several that call and are called alike. */
export interface FoldedNode extends GraphNode {
  /** Names of those it stands for, itself among them; sorted. */
  readonly members: readonly string[];
  /** Calls by and to places that nearly everybody has to do with: words instead of an edge. */
  readonly notes: readonly Note[];
}

export interface Note {
  /** `from`: that place calls this one. */
  readonly direction: 'from' | 'to';
  readonly name: string;
  readonly edge: GraphEdge;
}

export interface FoldedGraph extends Omit<AccessGraph, 'nodes'> {
  readonly nodes: readonly FoldedNode[];
  /** How many edges there would be. */
  readonly unfolded: number;
}

/** Edges of one place from which on they are words. */
const HUB = 25;

/** For a picture that can be read: nothing is dropped, places that have the same edges become one, and those that touch everything become words. */
export function foldAlike(graph: AccessGraph, isWanted = graph.edges.length > MANY_EDGES): FoldedGraph {
  const plain = graph.nodes.map((node): FoldedNode => ({ ...node, members: [node.name], notes: [] }));
  const unfolded = graph.edges.length;
  if (!isWanted) return { ...graph, nodes: plain, unfolded };
  let folded: FoldedGraph = { ...graph, nodes: plain, unfolded };
  for (let before = Infinity; folded.nodes.length < before;) {
    before = folded.nodes.length;
    folded = merged(folded);
  }
  return withoutHubs(folded);
}

function merged(graph: FoldedGraph): FoldedGraph {
  const ends = new Map(graph.nodes.map(({ id }) => [id, [] as string[]]));
  for (const edge of graph.edges) {
    // A loop is the same for all who have one.
    ends.get(edge.from)!.push(`> ${edge.from === edge.to ? 'itself' : edge.to} ${looks(edge)}`);
    ends.get(edge.to)!.push(`< ${edge.from === edge.to ? 'itself' : edge.from} ${looks(edge)}`);
  }
  const groups = new Map<string, FoldedNode[]>();
  for (const node of graph.nodes) {
    const isCrowd = node.kind === 'crowd' || node.kind === 'addresses';
    const key = isCrowd ? node.id : JSON.stringify([node.kind, node.namespace, node.outsideMesh, node.acceptsPlaintext, ends.get(node.id)!.sort()]);
    groups.set(key, [...groups.get(key) ?? [], node]);
  }
  const standsFor = new Map([...groups.values()].flatMap((group) => group.map(({ id }) => [id, group[0].id] as const)));
  const edges = new Map<string, GraphEdge>();
  for (const edge of graph.edges) {
    const [from, to] = [standsFor.get(edge.from)!, standsFor.get(edge.to)!];
    const key = JSON.stringify([from, to, looks(edge)]);
    const same = edges.get(key);
    edges.set(key, { ...edge, from, to, calls: [...same?.calls ?? [], ...edge.calls] });
  }
  return {
    ...graph,
    nodes: [...groups.values()].map(([first, ...others]) => ({
      ...first,
      workloads: [first, ...others].flatMap((n) => n.workloads).sort(),
      members: [first, ...others].flatMap((n) => n.members).sort(),
    })),
    edges: [...edges.values()],
  };
}

function withoutHubs(graph: FoldedGraph): FoldedGraph {
  const count = new Map<string, number>();
  for (const { from, to } of graph.edges) for (const id of [from, to]) count.set(id, (count.get(id) ?? 0) + 1);
  const isHub = (id: string): boolean => count.get(id)! >= HUB;
  const notes = new Map<string, Note[]>();
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  // Between two of them there is one edge, which may as well be drawn.
  const words = new Set(graph.edges.filter(({ from, to }) => isHub(from) !== isHub(to)));
  for (const edge of words) {
    const [at, other, direction] = isHub(edge.from) ? [edge.to, edge.from, 'from' as const] : [edge.from, edge.to, 'to' as const];
    notes.set(at, [...notes.get(at) ?? [], { direction, name: nodes.get(other)!.name, edge }]);
  }
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, notes: notes.get(node.id) ?? [] })),
    edges: graph.edges.filter((edge) => !words.has(edge)),
  };
}

function looks({ open, plaintext, external, undetermined, ingress, ports, except }: GraphEdge): string {
  return JSON.stringify([open, plaintext, external, undetermined, ingress, ports, except]);
}
