import { MEANING, type Box, type Picture, type Style } from './picture';
import { LINE_HEIGHT, place, rounded, type Placed } from './place';
import { printable } from './printable';

const MARGIN = 20;
const LEGEND = 20;

/** One file without anything from elsewhere: no fonts, no scripts, no links. */
export function graphSvg(picture: Picture): string {
  const placed = place(picture);
  const width = Math.ceil(Math.max(placed.width, 360)) + 2 * MARGIN;
  const top = LINE_HEIGHT + MARGIN;
  const height = Math.ceil(top + placed.height + 2 * MARGIN + picture.legend.length * LEGEND);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    '<title id="title">Who may call whom</title>',
    `<desc id="desc">${escaped(picture.summary)}</desc>`,
    `<style>${STYLES}</style>`,
    `<defs>${(Object.keys(MEANING) as Style[]).map(marker).join('')}</defs>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="small" x="${MARGIN}" y="${MARGIN}">${escaped(picture.summary)}</text>`,
    `<g transform="translate(${MARGIN},${top})">`,
    ...placed.clusters.map((c) => `<g><rect class="cluster" ${rectangle(c)} rx="6"/><text class="name" x="${rounded(c.x + 10)}" y="${rounded(c.y + 18)}">${escaped(c.name)}</text></g>`),
    ...placed.arrows.map(({ arrow, path }) => `<g><title>${escaped(arrow.details.join('\n'))}</title>${line(arrow.style, path)}</g>`),
    ...placed.boxes.map(box),
    // Above boxes and lines: a label that something hides says nothing.
    ...placed.arrows.map(({ arrow, label }) => `<text class="label ${arrow.style}" x="${rounded(label.x)}" y="${rounded(label.y + 3)}">${escaped(arrow.label)}</text>`),
    '</g>',
    ...picture.legend.map((style, i) => {
      const y = height - MARGIN - (picture.legend.length - 1 - i) * LEGEND;
      return `${line(style, `M${MARGIN},${y - 4} L${MARGIN + 50},${y - 4}`)}<text class="small" x="${MARGIN + 60}" y="${y}">${escaped(MEANING[style])}</text>`;
    }),
    '</svg>',
  ].join('\n')}\n`;
}

const COLOURS: Readonly<Record<Style, readonly [light: string, dark: string]>> = {
  open: ['#cf222e', '#ff7b72'], plaintext: ['#9a4500', '#ffa657'], undetermined: ['#8250df', '#d2a8ff'],
  ingress: ['#1a7f37', '#3fb950'], external: ['#0969da', '#79c0ff'], plain: ['#57606a', '#8b949e'],
};

const STYLES = [
  'text{font-family:system-ui,sans-serif;font-size:12px}',
  '.small{font-size:10px}.name{font-weight:bold}.middle{text-anchor:middle}',
  '.label{font-size:10px;text-anchor:middle;paint-order:stroke;stroke-width:3px;stroke-linejoin:round}',
  '.line{fill:none;stroke-width:1.2}.line.open{stroke-width:2.6}.line.plaintext{stroke-width:2;stroke-dasharray:9 3}',
  '.line.undetermined{stroke-width:1.6;stroke-dasharray:3 3}.line.ingress{stroke-width:2.4}.line.external{stroke-width:1.6;stroke-dasharray:12 3 2 3}',
  '.cluster{stroke-width:1}.box{stroke-width:1.2}.box.absent{stroke-dasharray:4 3}.box.host{stroke-width:3}.box.alarming{stroke-width:2.4}',
  theme(0, { page: '#ffffff', text: '#1f2328', cluster: '#f6f8fa', border: '#d0d7de', box: '#ffffff', stroke: '#57606a' }),
  `@media (prefers-color-scheme:dark){${theme(1, { page: '#0d1117', text: '#e6edf3', cluster: '#161b22', border: '#30363d', box: '#21262d', stroke: '#8b949e' })}}`,
].join('');

function theme(i: 0 | 1, { page, text, cluster, border, box: fill, stroke }: Readonly<Record<'page' | 'text' | 'cluster' | 'border' | 'box' | 'stroke', string>>): string {
  return [
    `.page{fill:${page}}text{fill:${text}}.label{stroke:${page}}.cluster{fill:${cluster};stroke:${border}}.box{fill:${fill};stroke:${stroke}}`,
    `.box.alarming{stroke:${COLOURS.open[i]}}`,
    ...(Object.keys(COLOURS) as Style[]).map((style) => `.line.${style}{stroke:${COLOURS[style][i]}}.head.${style},.label.${style}{fill:${COLOURS[style][i]}}`),
  ].join('');
}

function marker(style: Style): string {
  return `<marker id="${style}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">`
    + `<path class="head ${style}" d="M0,0 L8,4 L0,8 z"/></marker>`;
}

function line(style: Style, path: string): string {
  return `<path class="line ${style}" d="${path}" marker-end="url(#${style})"/>`;
}

function box({ box: { shape, lines, details, alarming }, x, y, width, height }: Placed['boxes'][number]): string {
  const words = lines.map((text, i) => (
    `<text class="middle${i === 0 ? '' : ' small'}" x="${rounded(x + width / 2)}" y="${rounded(y + 18 + i * LINE_HEIGHT)}">${escaped(text)}</text>`));
  return `<g><title>${escaped(details.join('\n'))}</title>${outline(shape, alarming, { x, y, width, height })}${words.join('')}</g>`;
}

function outline(shape: Box['shape'], alarming: boolean, at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): string {
  const css = `box ${shape}${alarming ? ' alarming' : ''}`;
  const { x, y, width, height } = at;
  const corners = (points: readonly (readonly [number, number])[]): string => `<polygon class="${css}" points="${points.map(([a, b]) => `${rounded(a)},${rounded(b)}`).join(' ')}"/>`;
  const [right, low, middle] = [x + width, y + height, y + height / 2];
  switch (shape) {
    case 'crowd': return corners([[x + 9, y], [right - 9, y], [right, middle], [right - 9, low], [x + 9, low], [x, middle]]);
    case 'outside': return corners([[x + 8, y], [right, y], [right - 8, low], [x, low]]);
    default: return `<rect class="${css}" ${rectangle(at)} rx="${shape === 'absent' ? 14 : shape === 'host' ? 0 : 5}"/>`;
  }
}

function rectangle({ x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): string {
  return `x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}"`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

function escaped(text: string): string {
  return text.split('\n').map(printable).join('\n').replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
