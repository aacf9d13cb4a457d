import { foldAlike, graphOf, type AccessGraph, type FoldedGraph } from '../../graph';
import { THROUGH_GATEWAYS } from '../../manifest/validate/ingress-routes';
import { enforcedAccess } from '../../report';
import { EXIT, type Io } from '../io';
import { settingsOf, type MeshOptions, type OutputOptions } from '../options';
import { graphDot } from '../output/graph/dot';
import { graphJson } from '../output/graph/json';
import { graphMermaid, MERMAID_LIMITS } from '../output/graph/mermaid';
import { pictureOf } from '../output/graph/picture';
import { selected, type Selection } from '../selection';
import { readWorld } from '../world';

export interface GraphOptions extends Selection, OutputOptions<'mermaid' | 'dot' | 'svg' | 'json'> {
  readonly by: AccessGraph['by'];
  /** `--no-fold`. */
  readonly fold: boolean;
}

/** Lines that a person can still follow. */
const READABLE = 300;

/** Draws who may call whom, as the manifests allow it. */
export function graphCommand(paths: readonly string[], options: MeshOptions & GraphOptions, io: Io): number {
  const world = readWorld(paths, settingsOf(options, io), io, THROUGH_GATEWAYS);
  const graph = graphOf(world, selected(enforcedAccess(world), options), options.by);
  const { format } = options;
  if (format === 'json') {
    io.out(graphJson(graph));
    return EXIT.OK;
  }
  io.stage?.('draw');
  const folded = options.fold ? foldAlike(graph) : foldAlike(graph, false);
  const text = drawn(folded, format);
  for (const hint of hintsOf(folded, format, text)) io.err(`${hint}\n`);
  io.out(text);
  return EXIT.OK;
}

function drawn(graph: FoldedGraph, format: 'mermaid' | 'dot' | 'svg'): string {
  switch (format) {
    case 'mermaid': return graphMermaid(pictureOf(graph));
    case 'dot': return graphDot(pictureOf(graph));
    // Only one format needs a layout, which takes a while to load.
    case 'svg': return (require('../output/graph/svg') as typeof import('../output/graph/svg')).graphSvg(pictureOf(graph));
  }
}

function hintsOf({ edges }: FoldedGraph, format: string, text: string): readonly string[] {
  const less = '`--by namespace`, `--from` or `--to` shows less';
  const { edges: most, characters } = MERMAID_LIMITS;
  if (format === 'mermaid' && (edges.length > most || text.length > characters)) {
    return [`[too-large] Mermaid draws up to ${most} edges and ${characters} characters unless it is told otherwise, and this has \`${edges.length}\` and \`${text.length}\`; ${less}`];
  }
  return edges.length > READABLE ? [`[too-large] \`${edges.length}\` edges are hard to follow; ${less}`] : [];
}
