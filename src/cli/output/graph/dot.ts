import { MEANING, type Arrow, type Box, type Picture, type Style } from './picture';
import { printable } from './printable';

/** For Graphviz: https://graphviz.org/doc/info/lang.html */
export function graphDot({ summary, clusters, loose, arrows, legend }: Picture): string {
  const samples = legend.map((style, i): Arrow => ({ from: `l${i + 1}a`, to: `l${i + 1}b`, style, label: MEANING[style], details: [] }));
  return `${[
    'digraph access {',
    `  graph [rankdir=LR, fontname="sans-serif", label=${quoted(summary)}, tooltip=${quoted(summary)}];`,
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...clusters.flatMap(({ name, boxes }, i) => [`  subgraph cluster_${i + 1} {`, `    label=${quoted(name)};`, ...boxes.map((b) => `    ${node(b)}`), '  }']),
    ...loose.map((b) => `  ${node(b)}`),
    ...arrows.map((a) => `  ${edge(a)}`),
    ...(samples.length === 0
      ? []
      : ['  subgraph cluster_legend {', '    label="Legend";', '    node [shape=point];', ...samples.map((a) => `    ${edge(a)}`), '  }']),
    '}',
  ].join('\n')}\n`;
}

const LOOKS: Readonly<Record<Style, string>> = {
  open: 'color="#d1242f", fontcolor="#d1242f", penwidth=2.5',
  plaintext: 'color="#bc4c00:#bc4c00", fontcolor="#bc4c00"',
  undetermined: 'color="#8250df", fontcolor="#8250df", style=dashed',
  ingress: 'color="#1a7f37", fontcolor="#1a7f37", penwidth=2',
  external: 'color="#0969da", fontcolor="#0969da", arrowhead=odot',
  plain: '',
};

const SHAPES: Readonly<Record<Box['shape'], string>> = {
  service: '', outside: 'shape=parallelogram, style=solid', absent: 'style="rounded,dashed"', crowd: 'shape=hexagon, style=solid', host: 'shape=box, peripheries=2, style=solid',
};

function node({ id, shape, lines, details, alarming }: Box): string {
  const looks = [`label=${quoted(lines.join('\n'))}`, `tooltip=${quoted(details.join('\n'))}`, SHAPES[shape], ...(alarming ? ['color="#d1242f", penwidth=2'] : [])];
  return `${id} [${looks.filter((l) => l !== '').join(', ')}];`;
}

function edge({ from, to, style, label, details }: Arrow): string {
  const tooltip = details.length === 0 ? '' : `tooltip=${quoted(details.join('\n'))}`;
  return `${from} -> ${to} [${[`label=${quoted(label)}`, tooltip, LOOKS[style]].filter((l) => l !== '').join(', ')}];`;
}

/** Labels are strings with escapes of their own, in which HTML's character references count, too. */
function quoted(text: string): string {
  const lines = text.split('\n').map((line) => printable(line).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${lines.join('\\n')}"`;
}
