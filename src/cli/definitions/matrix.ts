import type { Command } from '../../kept/commander';
import { collect, manifestPaths, meshOptions, type MeshOptions, outputFormats } from '../options';
import type { Session } from '../session';
import { Setting } from '../setting';

export function defineMatrix(root: Command, { io, finish }: Session): void {
  meshOptions(outputFormats(manifestPaths(root.command('matrix')), 'text', 'json', 'markdown', 'csv'))
    .description('print who may call whom, on what')
    .addOption(new Setting('--by <what>', 'what is one block of text or Markdown').choices(['callee', 'caller', 'namespace']).default('callee'))
    .option('--from <caller>', 'only what this caller may do: shop, shop/frontend, shop/*; may be repeated', collect)
    .option('--to <callee>', 'only who may call this: shop, shop/catalog, shop/catalog:3550; may be repeated', collect)
    .addHelpText('after', `
Examples:
  mesh-access matrix dist/
  mesh-access matrix dist/ --to shop/catalog --format markdown
  mesh-access matrix dist/ --by caller --from shop/frontend
  helm template shop charts/shop | mesh-access matrix -

Exit code: 0 printed, 2 bad input.`)
    .action((paths: string[], options: MeshOptions & import('../commands/matrix').MatrixOptions) => {
      const { matrixCommand } = require('../commands/matrix') as typeof import('../commands/matrix');
      finish(matrixCommand(paths, options, io));
    });
}
