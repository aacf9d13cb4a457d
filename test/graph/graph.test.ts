import { graphDot } from '../../src/cli/output/graph/dot';
import { graphMermaid } from '../../src/cli/output/graph/mermaid';
import { pictureOf, type Picture } from '../../src/cli/output/graph/picture';
import { place } from '../../src/cli/output/graph/place';
import { graphSvg } from '../../src/cli/output/graph/svg';
import { foldAlike, type AccessGraph, type GraphEdge, type GraphNode } from '../../src/graph';

function node(name: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id: `service ${name}`, kind: 'service', name, namespace: name.split('/')[0], workloads: [name], outsideMesh: 'none', acceptsPlaintext: false, ...more };
}

function edge(from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge {
  const calls = [{ caller: from, callee: `${to}:80`, access: 'everything' }];
  return { from: `service ${from}`, to: `service ${to}`, open: false, plaintext: false, external: false, undetermined: false, ingress: false, ports: ['80'], except: [], calls, ...more };
}

/** Edges as pseudo-random as they need be to have nothing in common. */
function mesh(services: number, edges: number): AccessGraph {
  let state = 7;
  const next = (below: number): number => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 12) % below;
  const names = Array.from({ length: services }, (_none, i) => `team-${i % 10}/service-${i}`);
  const pairs = new Map(Array.from({ length: edges }, () => edge(names[next(services)], names[next(services)])).map((e) => [`${e.from} ${e.to}`, e]));
  return { by: 'service', nodes: names.map((name) => node(name)), edges: [...pairs.values()] };
}

const FORMATS = [['mermaid', graphMermaid], ['dot', graphDot], ['svg', graphSvg]] as const;
const HOSTILE = 'x"]; end<script>&amp;\\N%%{init}%% `#35;\u202Egnp\u0000\n|-->\'\uD800';

function hostile(): Picture {
  const nodes = [node('shop/a'), node(`shop/${HOSTILE}`, { id: 'service b' })];
  return pictureOf(foldAlike({ by: 'service', nodes, edges: [edge('shop/a', '', { to: 'service b', ports: [HOSTILE] })] }));
}

describe('a hostile name is text', () => {
  test('in Mermaid, where only words and character codes are left of it', () => {
    const lines = graphMermaid(hostile()).split('\n').filter((line) => line.includes('script'));
    const words = 'x endscriptampNinit 35gnp--';
    expect(lines.map((line) => line.replace(/#\d+;/g, ''))).toEqual([`    n2["${words}"]`, `  n1 -->|"${words}"| n2`]);
  });

  test('in DOT, where every quote, backslash and reference in it is escaped', () => {
    const [line] = graphDot(hostile()).split('\n').filter((l) => l.includes('n2 [label'));
    expect(line).toContain('label="x\\"]; end<script>&amp;amp;\\\\N%%{init}%% `#35;');
    expect(line.replace(/\\[\\"n]/g, '').split('"')).toHaveLength(5);
  });

  test('in SVG, where no element, reference or character comes of it that XML does not know', () => {
    const svg = graphSvg(hostile());
    expect(svg).toContain('x&quot;]; end&lt;script&gt;&amp;amp;\\N%%{init}%% `#35;\uFFFDgnp\uFFFD');
    expect([...svg].filter((c) => (c < ' ' && c !== '\n') || /\p{Surrogate}|\p{Cf}/u.test(c))).toEqual([]);
    expect(svg.match(/<\/?[a-z]+/g)!.filter((tag) => !/^<\/?(svg|title|desc|style|defs|marker|path|rect|text|g)$/.test(tag))).toEqual([]);
  });
});

test.each(FORMATS)('%s is the same whenever it is drawn', (_name, format) => {
  const draw = (): string => format(pictureOf(foldAlike(mesh(30, 60))));
  expect(draw()).toBe(draw());
});

test('an SVG has a title and a description, and takes nothing from elsewhere', () => {
  const svg = graphSvg(pictureOf(foldAlike(mesh(4, 6))));
  expect(svg).toContain('role="img" aria-labelledby="title desc"');
  expect(svg).toMatch(/<desc id="desc">Who may call whom, by service: \d+ lines/);
  expect(svg).toContain('prefers-color-scheme:dark');
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href|@import|url\((?!#)/);
});

test('a call within one namespace leads around its box, and the label does not hide the name', () => {
  const nodes = [node('shop/a', { kind: 'namespace' }), node('ops/b', { kind: 'namespace' })];
  const { arrows, boxes } = place(pictureOf(foldAlike({ by: 'namespace', nodes, edges: [edge('shop/a', 'shop/a'), edge('ops/b', 'shop/a')] })));
  const [{ y }, { label }] = [boxes.find(({ box }) => box.lines[0].includes('shop/a'))!, arrows.find(({ arrow }) => arrow.from === arrow.to)!];
  expect(label.y).toBeLessThan(y - 10);
});

describe('marks', () => {
  test.each([
    ['open', { open: true }, 'open', 'open'],
    ['plaintext', { plaintext: true }, 'plaintext', 'plaintext'],
    ['external', { external: true }, 'external', 'external'],
    ['undetermined', { undetermined: true }, 'undetermined', '?'],
    ['through a gateway', { ingress: true }, 'ingress', 'ingress'],
    ['none', {}, 'plain', ''],
    ['all of them: the worst decides the look, the label has all', { open: true, plaintext: true, external: true, undetermined: true }, 'open', 'open plaintext external ?'],
    ['a crowd without some', { open: true, except: ['shop/x', 'shop/y'] }, 'open', 'open but for 2'],
  ])('%s', (_name, marks, style, words) => {
    const { arrows } = pictureOf(foldAlike({ by: 'service', nodes: [node('shop/a'), node('shop/b')], edges: [edge('shop/a', 'shop/b', marks)] }));
    expect(arrows.map((a) => [a.style, a.label])).toEqual([[style, `80 ${words}`.trim()]]);
  });

  test('are explained, each that is there', () => {
    const { legend } = pictureOf(foldAlike({ by: 'service', nodes: [node('shop/a')], edges: [edge('shop/a', 'shop/a', { open: true, undetermined: true })] }));
    expect(legend).toEqual(['open', 'undetermined']);
  });
});

describe('folding', () => {
  const callsOf = ({ nodes, edges }: ReturnType<typeof foldAlike>): readonly string[] =>
    [...edges, ...nodes.flatMap(({ notes }) => notes.map((n) => n.edge))].flatMap((e) => e.calls.map(({ caller, callee }) => `${caller} ${callee}`)).sort();
  const alike: AccessGraph = {
    by: 'service',
    nodes: ['shop/front', ...Array.from({ length: 200 }, (_none, i) => `shop/leaf-${i}`), 'ops/prometheus'].map((name) => node(name)),
    edges: Array.from({ length: 200 }, (_none, i) => [edge('shop/front', `shop/leaf-${i}`), edge('ops/prometheus', `shop/leaf-${i}`, { plaintext: true })]).flat(),
  };

  test('leaves small graphs as they are', () => {
    const graph = mesh(20, 30);
    expect(foldAlike(graph).edges).toEqual(graph.edges);
  });

  test('makes one of those that call and are called alike', () => {
    const folded = foldAlike(alike);
    expect(folded.nodes).toHaveLength(3);
    expect(folded.edges).toHaveLength(2);
    expect(pictureOf(folded).clusters[1].boxes[1].lines[0]).toBe('200 alike: leaf-0, leaf-1, leaf-10, leaf-100 and 196 more');
  });

  test('writes into the boxes what somebody has to do with nearly everybody', () => {
    const graph = mesh(100, 140);
    const scrapes = graph.nodes.map(({ name }) => edge('ops/prometheus', name, { plaintext: true }));
    const busy = { ...graph, nodes: [...graph.nodes, node('ops/prometheus')], edges: [...graph.edges, ...scrapes] };
    const boxes = pictureOf(foldAlike(busy)).clusters.flatMap((c) => c.boxes);
    expect(boxes.filter(({ lines }) => lines.includes('from ops/prometheus 80 plaintext'))).not.toHaveLength(0);
  });

  test.each([['alike', alike], ['random', mesh(200, 1000)]])('loses no call: %s', (_name, graph) => {
    expect(callsOf(foldAlike(graph))).toEqual(callsOf(foldAlike(graph, false)));
  });
});
