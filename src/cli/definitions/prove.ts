import type { Command } from '../../kept/commander';
import { collect, manifestPaths, outputFormats } from '../options';
import type { Session } from '../session';
import { Setting } from '../setting';

export function defineProve(root: Command, { io, finish }: Session): void {
  manifestPaths(outputFormats(root.command('prove'), 'text', 'json'))
    .description('prove again what kustomize, Helm or a person made of synthesized manifests')
    .addOption(new Setting('--index <file>', 'the `index.json` that synth wrote beside the manifests').path())
    .option('--existing <path>', 'what the cluster has already; may be repeated (default: `existingManifests` of the synth)', collect)
    .addHelpText('after', `
Examples:
  kustomize build overlays/prod | mesh-access prove - --index mesh-access.out/index.json
  mesh-access prove rendered/ --index mesh-access.out/index.json --existing cluster/ --json

Exit code: 0 proved (perhaps under assumptions, or so far), 1 refuted, 2 bad input.`)
    .action((paths: string[], options: import('../commands/prove').ProveOptions) => {
      const { proveCommand } = require('../commands/prove') as typeof import('../commands/prove');
      finish(proveCommand(paths, options, io));
    });
}
