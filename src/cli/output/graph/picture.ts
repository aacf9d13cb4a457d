import type { FoldedGraph, FoldedNode, GraphEdge, Marks } from '../../../graph';

/** What all pictures show, in words; each format only says it in its own syntax. */
export interface Picture {
  /** Who and how much, in a sentence. */
  readonly summary: string;
  /** Sorted by name. */
  readonly clusters: readonly Cluster[];
  /** In no namespace. */
  readonly loose: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly legend: readonly Style[];
}

export interface Cluster {
  readonly name: string;
  readonly boxes: readonly Box[];
}

export interface Box {
  /** `n1`: of letters and digits, whatever the names are. */
  readonly id: string;
  readonly shape: 'service' | 'outside' | 'absent' | 'crowd' | 'host';
  /** The first is its name. */
  readonly lines: readonly string[];
  /** Everything that is known of it, a line each. */
  readonly details: readonly string[];
  /** Something to look at twice. */
  readonly alarming: boolean;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly style: Style;
  readonly label: string;
  readonly details: readonly string[];
}

/** By what is worst of it; the label says all of it. */
export type Style = 'open' | 'plaintext' | 'undetermined' | 'ingress' | 'external' | 'plain';

export const MEANING: Readonly<Record<Style, string>> = {
  open: 'open: everybody of a kind',
  plaintext: 'plaintext: without mutual TLS',
  undetermined: '?: cannot be decided, or not all of it',
  ingress: 'ingress: from outside, through a gateway',
  external: 'external: leaves the cluster',
  plain: 'may call',
};

/** Of a list in a label; the details have all. */
const SHOWN = 4;

export function pictureOf(graph: FoldedGraph): Picture {
  const ids = new Map(graph.nodes.map(({ id }, i) => [id, `n${i + 1}`]));
  const box = (node: FoldedNode): Box => boxOf(node, ids.get(node.id)!, graph.by);
  const clustered = graph.by === 'namespace' ? [] : graph.nodes.filter((n) => n.namespace !== undefined);
  const namespaces = [...new Set(clustered.map((n) => n.namespace!))].sort();
  const arrows = graph.edges.map((edge): Arrow => ({
    from: ids.get(edge.from)!, to: ids.get(edge.to)!, style: styleOf(edge), label: labelOf(edge, graph.by), details: detailsOf(edge),
  }));
  const marks = [...graph.edges, ...graph.nodes.flatMap(({ notes }) => notes.map(({ edge }) => edge))];
  return {
    summary: summaryOf(graph),
    clusters: namespaces.map((name) => ({ name, boxes: clustered.filter((n) => n.namespace === name).map(box) })),
    loose: graph.nodes.filter((n) => !clustered.includes(n)).map(box),
    arrows,
    legend: (Object.keys(MEANING) as Style[]).filter((style) => marks.some((edge) => (style === 'plain' ? styleOf(edge) === style : edge[style]))),
  };
}

function summaryOf({ by, nodes, edges, unfolded }: FoldedGraph): string {
  const all = [...edges, ...nodes.flatMap(({ notes }) => notes.map(({ edge }) => edge))];
  const marked = (['open', 'plaintext', 'ingress', 'external', 'undetermined'] as const)
    .map((mark) => [mark, all.filter((edge) => edge[mark]).reduce((sum, { calls }) => sum + calls.length, 0)] as const)
    .flatMap(([mark, count]) => (count > 0 ? [`${count} ${mark}`] : []));
  const calls = all.reduce((sum, edge) => sum + edge.calls.length, 0);
  const folded = edges.length < unfolded ? [`${unfolded} edges drawn as ${edges.length}`] : [];
  return [`Who may call whom, by ${by}: ${calls} ${calls === 1 ? 'line' : 'lines'} of the access table`, ...marked, ...folded].join(', ');
}

function styleOf({ open, plaintext, ingress, external, undetermined }: Marks): Style {
  return open ? 'open' : plaintext ? 'plaintext' : undetermined ? 'undetermined' : ingress ? 'ingress' : external ? 'external' : 'plain';
}

function labelOf(edge: GraphEdge, by: FoldedGraph['by']): string {
  const { open, plaintext, ingress, external, undetermined, ports, calls, except } = edge;
  return [
    by === 'namespace' ? `${calls.length}` : short(ports),
    ...(open ? ['open'] : []),
    ...(plaintext ? ['plaintext'] : []),
    ...(ingress ? ['ingress'] : []),
    ...(external ? ['external'] : []),
    ...(undetermined ? ['?'] : []),
    ...(except.length > 0 ? [`but for ${except.length}`] : []),
  ].join(' ');
}

function detailsOf({ calls, except }: GraphEdge): readonly string[] {
  return [...calls.map(({ caller, callee, access }) => `${caller} -> ${callee}: ${access}`), ...except.map((name) => `but for ${name}`)];
}

function boxOf({ kind, name, members, workloads, outsideMesh, acceptsPlaintext, notes }: FoldedNode, id: string, by: FoldedGraph['by']): Box {
  const isPlace = kind === 'service' || kind === 'workloads';
  const outside = outsideMesh === 'all' ? ['outside the mesh'] : outsideMesh === 'some' ? ['partly outside the mesh'] : [];
  const marks = [
    ...outside,
    ...(kind === 'service' && workloads.length === 0 ? ['no workload in the manifests'] : []),
    ...(kind === 'identity' || kind === 'pods' ? ['not in the manifests'] : kind === 'gateway' ? ['its pods are not in the manifests'] : []),
    ...(acceptsPlaintext ? ['accepts plaintext'] : []),
  ];
  const inNamespace = (full: string): string => (isPlace && by === 'service' ? full.replace(/^pod:/, '').split('/').slice(1).join('/') : full);
  const title = members.length === 1 ? inNamespace(name) : `${members.length} alike: ${short(members.map(inNamespace))}`;
  const words = notes.map(({ direction, name: other, edge }) => `${direction === 'from' ? 'from' : 'to'} ${other} ${labelOf(edge, by)}`);
  const shape = shapeOf(kind, outsideMesh === 'all');
  return {
    id,
    shape,
    lines: [title, ...marks, ...words],
    details: [...members.map((member) => (shape === 'crowd' ? member : `${kind} ${member}`)), ...marks, ...notes.flatMap(({ edge }) => detailsOf(edge))],
    alarming: acceptsPlaintext || notes.some(({ edge }) => edge.open || edge.plaintext),
  };
}

function shapeOf(kind: FoldedNode['kind'], isOutside: boolean): Box['shape'] {
  switch (kind) {
    case 'crowd': case 'addresses': return 'crowd';
    case 'host': return 'host';
    case 'identity': case 'pods': case 'gateway': return 'absent';
    default: return isOutside ? 'outside' : 'service';
  }
}

function short(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${rest} more`;
}
