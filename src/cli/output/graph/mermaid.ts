import { MEANING, type Arrow, type Box, type Picture, type Style } from './picture';
import { printable } from './printable';

/** https://mermaid.js.org/config/schema-docs/config.html: what renderers, GitHub's among them, refuse unless they are told otherwise. */
export const MERMAID_LIMITS = { edges: 500, characters: 50_000 } as const;

/** A flowchart: https://mermaid.js.org/syntax/flowchart.html */
export function graphMermaid({ summary, clusters, loose, arrows, legend }: Picture): string {
  const samples = legend.map((style, i): Arrow => ({ from: `l${i + 1}a`, to: `l${i + 1}b`, style, label: MEANING[style], details: [] }));
  const all = [...arrows, ...samples];
  const styled = (Object.keys(LINKS) as Style[]).flatMap((style) => {
    const at = all.flatMap((arrow, i) => (arrow.style === style ? [i] : []));
    return at.length === 0 || LINKS[style].look === '' ? [] : [`  linkStyle ${at.join(',')} ${LINKS[style].look}`];
  });
  const alarming = [...clusters.flatMap(({ boxes }) => boxes), ...loose].filter((b) => b.alarming).map((b) => b.id);
  return `${[
    'flowchart LR',
    `  accTitle: Who may call whom`,
    `  accDescr: ${summary.replace(/[^\w ,:-]/g, ' ')}`,
    ...clusters.flatMap(({ name, boxes }, i) => [`  subgraph c${i + 1}[${quoted(name)}]`, ...boxes.map((b) => `    ${node(b)}`), '  end']),
    ...loose.map((b) => `  ${node(b)}`),
    ...arrows.map((a) => `  ${link(a)}`),
    ...(samples.length === 0 ? [] : ['  subgraph legend["Legend"]', ...samples.flatMap((a) => [`    ${a.from}[" "]`, `    ${a.to}[" "]`, `    ${link(a)}`]), '  end']),
    ...styled,
    ...(alarming.length === 0 ? [] : ['  classDef alarming stroke:#d1242f,stroke-width:3px', `  class ${alarming.join(',')} alarming`]),
  ].join('\n')}\n`;
}

const LINKS: Readonly<Record<Style, { readonly arrow: string; readonly look: string }>> = {
  open: { arrow: '==>', look: 'stroke:#d1242f' },
  plaintext: { arrow: '==>', look: 'stroke:#bc4c00' },
  undetermined: { arrow: '-.->', look: 'stroke:#8250df' },
  ingress: { arrow: '==>', look: 'stroke:#1a7f37,stroke-width:2px' },
  external: { arrow: '--o', look: 'stroke:#0969da' },
  plain: { arrow: '-->', look: '' },
};

const SHAPES: Readonly<Record<Box['shape'], readonly [string, string]>> = {
  service: ['[', ']'], outside: ['[/', '/]'], absent: ['([', '])'], crowd: ['{{', '}}'], host: ['[[', ']]'],
};

function node({ id, shape, lines }: Box): string {
  const [open, close] = SHAPES[shape];
  return `${id}${open}"${lines.map(escaped).join('<br/>')}"${close}`;
}

function link({ from, to, style, label }: Arrow): string {
  return `${from} ${LINKS[style].arrow}|${quoted(label)}| ${to}`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** Anything that is not plainly a word is a character code, so that nothing is syntax, Markdown or HTML. */
function escaped(text: string): string {
  return printable(text).replace(/[^A-Za-z0-9 .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
