import { arrange, type Point, type Size } from './arrange';
import type { Arrow, Box, Picture } from './picture';

/** Everything with its place on the page. */
export interface Placed extends Size {
  readonly clusters: readonly (Size & Point & { readonly name: string })[];
  readonly boxes: readonly (Size & Point & { readonly box: Box })[];
  readonly arrows: readonly { readonly arrow: Arrow; readonly path: string; readonly label: Point }[];
}

export const LINE_HEIGHT = 15;
/** Of a letter, about; renderers differ, and boxes have some air. */
const LETTER = 6.6;
const SMALL_LETTER = 5.6;
const PAD = 14;
const TITLE = 26;
const LOOP = 28;

/** Each namespace by itself, then namespaces beside each other: calls within one are short, and it is a rectangle whatever calls cross it. */
export function place({ clusters, loose, arrows }: Picture): Placed {
  const sizes = new Map([...clusters.flatMap((c) => c.boxes), ...loose].map((box) => [box.id, sizeOf(box)]));
  const home = new Map([...clusters.flatMap(({ boxes }, i) => boxes.map(({ id }) => [id, `c${i}`] as const)), ...loose.map(({ id }) => [id, id] as const)]);
  const isWithin = ({ from, to }: Arrow): boolean => home.get(from) === home.get(to);
  const inner = clusters.map(({ boxes }, i) => arrange(
    new Map(boxes.map(({ id }) => [id, sizes.get(id)!])),
    arrows.filter((a) => isWithin(a) && home.get(a.from) === `c${i}`).map((a) => ({ ...a, ...labelSize(a) })),
  ));
  const blocks = new Map<string, Size>([
    ...clusters.map(({ name }, i): [string, Size] => [`c${i}`, {
      width: Math.max(inner[i].width, name.length * LETTER) + 2 * PAD, height: inner[i].height + 2 * PAD + TITLE,
    }]),
    ...loose.map(({ id }): [string, Size] => [id, sizes.get(id)!]),
  ]);
  const between = arrows.filter((a) => !isWithin(a) || !home.get(a.from)!.startsWith('c'));
  const pairs = new Map(between.map((a) => [`${home.get(a.from)} ${home.get(a.to)}`, { from: home.get(a.from)!, to: home.get(a.to)!, ...labelSize(a) }]));
  const outer = arrange(blocks, [...pairs.values()]);
  const origin = (i: number): Point => ({ x: outer.at.get(`c${i}`)!.x + PAD, y: outer.at.get(`c${i}`)!.y + PAD + TITLE });
  const corner = new Map<string, Point>([
    ...clusters.flatMap(({ boxes }, i) => boxes.map(({ id }) => [id, moved(inner[i].at.get(id)!, origin(i))] as const)),
    ...loose.map(({ id }) => [id, outer.at.get(id)!] as const),
  ]);
  const taken: (Size & Point)[] = [];
  const curves = new Map(between.map((arrow) => [arrow, curve(arrow, corner, sizes, taken)]));
  const innerLines = clusters.flatMap((_cluster, i) => {
    const own = arrows.filter((a) => isWithin(a) && home.get(a.from) === `c${i}`);
    return own.map((arrow, j) => [arrow, {
      path: smooth(inner[i].lines[j].points.map((point) => moved(point, origin(i)))), label: moved(inner[i].lines[j].label, origin(i)),
    }] as const);
  });
  const paths = new Map([...curves, ...innerLines]);
  return {
    width: outer.width,
    height: outer.height,
    clusters: clusters.map(({ name }, i) => ({ name, ...outer.at.get(`c${i}`)!, ...blocks.get(`c${i}`)! })),
    boxes: [...clusters.flatMap((c) => c.boxes), ...loose].map((box) => ({ box, ...corner.get(box.id)!, ...sizes.get(box.id)! })),
    arrows: arrows.map((arrow) => ({ arrow, ...paths.get(arrow)! })),
  };
}

function sizeOf({ lines }: Box): Size {
  const [title, ...others] = lines;
  const letters = Math.max(title.length * LETTER, ...others.map((line) => line.length * SMALL_LETTER));
  return { width: Math.max(60, Math.ceil(letters) + 24), height: lines.length * LINE_HEIGHT + 14 };
}

function labelSize({ label }: Arrow): Size {
  return { width: Math.ceil(label.length * SMALL_LETTER) + 8, height: LINE_HEIGHT };
}

function moved({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}

interface Curve {
  readonly path: string;
  readonly label: Point;
}

const TIMES = Array.from({ length: 15 }, (_none, i) => (i + 1) / 16);
const BENDS = [0, -60, 60, -130, 130, -220, 220];

/**
 * From side to side; of some ways the first that goes behind the fewest boxes, since a line behind a box looks like two. `taken`: where labels stand
 * already; this one's is added.
 */
function curve(arrow: Arrow, corner: ReadonlyMap<string, Point>, sizes: ReadonlyMap<string, Size>, taken: (Size & Point)[]): Curve {
  const { from, to } = arrow;
  if (from === to) return loop({ ...corner.get(from)!, ...sizes.get(from)! });
  const middle = (id: string): Point => ({ x: corner.get(id)!.x + sizes.get(id)!.width / 2, y: corner.get(id)!.y + sizes.get(id)!.height / 2 });
  const [a, b] = [middle(from), middle(to)];
  const forward = b.x >= a.x;
  const start = { x: a.x + (forward ? 1 : -1) * sizes.get(from)!.width / 2, y: a.y };
  const end = { x: b.x + (forward ? -1 : 1) * sizes.get(to)!.width / 2, y: b.y };
  const bend = (forward ? 1 : -1) * Math.max(40, Math.abs(end.x - start.x) / 2);
  const others = [...corner].flatMap(([id, at]) => (id === from || id === to ? [] : [{ ...at, ...sizes.get(id)! }]));
  const isBehind = ({ x, y }: Point): boolean => others.some((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height);
  const ways = BENDS.map((by) => {
    const points = [start, { x: start.x + bend, y: start.y + by }, { x: end.x - bend, y: end.y + by }, end];
    const free = TIMES.map((t) => bezier(points, t)).filter((point) => !isBehind(point));
    return { points, free };
  });
  const { points: [, c, d], free } = ways.reduce((best, way) => (way.free.length > best.free.length ? way : best));
  const { width, height } = labelSize(arrow);
  const around = ({ x, y }: Point): Size & Point => ({ x: x - width / 2, y: y - height / 2, width, height });
  const off = free.map((point, i) => ({ point, off: Math.abs(i - (free.length - 1) / 2) }));
  const fromMiddle = off.sort((m, n) => m.off - n.off).map(({ point }) => point);
  const label = fromMiddle.find((point) => !taken.some((other) => overlap(around(point), other))) ?? fromMiddle[0] ?? bezier([start, c, d, end], 0.5);
  taken.push(around(label));
  return { path: `M${xy(start)} C${xy(c)} ${xy(d)} ${xy(end)}`, label };
}

/** Above a box, from its right to its left; as high as the gap between boxes. */
function loop({ x, y, width }: Size & Point): Curve {
  const [start, c, d, end] = [[0.75, 0], [0.85, LOOP], [0.15, LOOP], [0.25, 0]].map(([along, up]) => ({ x: x + along * width, y: y - up }));
  return { path: `M${xy(start)} C${xy(c)} ${xy(d)} ${xy(end)}`, label: bezier([start, c, d, end], 0.5) };
}

function overlap(a: Size & Point, b: Size & Point): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function bezier([a, b, c, d]: readonly Point[], t: number): Point {
  const along = (key: 'x' | 'y'): number => (1 - t) ** 3 * a[key] + 3 * (1 - t) ** 2 * t * b[key] + 3 * (1 - t) * t ** 2 * c[key] + t ** 3 * d[key];
  return { x: along('x'), y: along('y') };
}

/** Through the first point and the last, near the others. */
function smooth(points: readonly Point[]): string {
  const middles = points.slice(1, -2).map((p, i) => ({ control: p, end: { x: (p.x + points[i + 2].x) / 2, y: (p.y + points[i + 2].y) / 2 } }));
  const [first, last, beforeLast] = [points[0], points.at(-1)!, points.at(-2)!];
  return [`M${xy(first)}`, ...middles.map(({ control, end }) => `Q${xy(control)} ${xy(end)}`), `Q${xy(beforeLast)} ${xy(last)}`].join(' ');
}

export function rounded(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}

function xy({ x, y }: Point): string {
  return `${rounded(x)},${rounded(y)}`;
}
