import { graphlib, layout } from '../../../kept/dagre';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line extends Size {
  readonly from: string;
  readonly to: string;
}

export interface Arranged extends Size {
  /** Upper left corners. */
  readonly at: ReadonlyMap<string, Point>;
  /** Of each line in turn, from border to border, with the middle of its label. */
  readonly lines: readonly { readonly points: readonly Point[]; readonly label: Point }[];
}

const GAP = 24;

/** In layers from left to right; what has no line stands below in rows. */
export function arrange(boxes: ReadonlyMap<string, Size>, lines: readonly Line[]): Arranged {
  const linked = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const graph = new graphlib.Graph({ multigraph: true });
  // The exact ranking takes minutes for a thousand lines, and is hardly shorter.
  graph.setGraph({ rankdir: 'LR', nodesep: GAP, edgesep: 10, ranksep: 50, ranker: 'tight-tree' });
  for (const [id, size] of boxes) if (linked.has(id)) graph.setNode(id, { ...size });
  lines.forEach(({ from, to, width, height }, i) => graph.setEdge(from, to, { width, height, labelpos: 'c' }, `${i}`));
  if (linked.size > 0) layout(graph);
  const at = new Map<string, Point>();
  for (const id of boxes.keys()) {
    if (!linked.has(id)) continue;
    const { x, y, width, height } = graph.node(id) as Point & Size;
    at.set(id, { x: x - width / 2, y: y - height / 2 });
  }
  const { width = 0, height = 0 } = linked.size > 0 ? graph.graph() as Size : {};
  const rows = inRows([...boxes].filter(([id]) => !linked.has(id)), height === 0 ? 0 : height + GAP, width);
  return {
    at: new Map([...at, ...rows.at]),
    width: Math.max(width, rows.width),
    height: Math.max(height, rows.height),
    lines: lines.map(({ from, to }, i) => {
      const { points, x, y } = graph.edge({ v: from, w: to, name: `${i}` }) as { points: readonly Point[] } & Point;
      return { points, label: { x, y } };
    }),
  };
}

/** As wide as what is above, or about as wide as high. */
function inRows(boxes: readonly (readonly [string, Size])[], top: number, atLeast: number): Size & Pick<Arranged, 'at'> {
  const area = boxes.reduce((sum, [, { width, height }]) => sum + (width + GAP) * (height + GAP), 0);
  const limit = Math.max(atLeast, Math.sqrt(area) * 1.5);
  const at = new Map<string, Point>();
  let [x, y, low, right] = [0, top, top, 0];
  for (const [id, { width, height }] of boxes) {
    if (x > 0 && x + width > limit) [x, y] = [0, low + GAP];
    at.set(id, { x, y });
    low = Math.max(low, y + height);
    right = Math.max(right, x + width);
    x += width + GAP;
  }
  return { at, width: right, height: boxes.length === 0 ? 0 : low };
}
