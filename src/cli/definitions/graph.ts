import type { Command } from '../../kept/commander';
import { collect, manifestPaths, meshOptions, type MeshOptions, outputFormats } from '../options';
import type { Session } from '../session';
import { Setting } from '../setting';

export function defineGraph(root: Command, { io, finish }: Session): void {
  meshOptions(outputFormats(manifestPaths(root.command('graph')), 'mermaid', 'dot', 'svg', 'json'))
    .description('draw who may call whom')
    .addOption(new Setting('--by <what>', 'what is one node').choices(['service', 'namespace']).default('service'))
    .option('--no-fold', 'draw every edge, however many there are')
    .option('--from <caller>', 'only what this caller may do: shop, shop/frontend, shop/*; may be repeated', collect)
    .option('--to <callee>', 'only who may call this: shop, shop/catalog, shop/catalog:3550; may be repeated', collect)
    .addHelpText('after', `
Examples:
  mesh-access graph dist/ --format svg > access.svg
  mesh-access graph dist/ --by namespace
  mesh-access graph dist/ --to shop/catalog --format dot | dot -Tpng > catalog.png

Exit code: 0 drawn, 2 bad input.`)
    .action((paths: string[], options: MeshOptions & import('../commands/graph').GraphOptions) => {
      const { graphCommand } = require('../commands/graph') as typeof import('../commands/graph');
      finish(graphCommand(paths, options, io));
    });
}
