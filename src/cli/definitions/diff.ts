import type { Command } from '../../kept/commander';
import { collect, meshOptions, type MeshOptions, outputFormats } from '../options';
import type { Session } from '../session';
import { Setting } from '../setting';

export function defineDiff(root: Command, { io, finish }: Session): void {
  meshOptions(outputFormats(root.command('diff'), 'text', 'json', 'markdown'))
    .description('say what access changes from one set of manifests to another')
    .argument('<old>', 'manifest file or directory, - for stdin, or revisions of git: main..HEAD')
    .argument('[new...]', 'manifest file or directory, - for stdin; after revisions the paths to look at (default: `paths` of mesh-access.yaml)')
    .addOption(new Setting('--fail-on <change>', 'changes that make the exit code 1').choices(['broadening', 'any', 'nothing']).default('broadening'))
    .addOption(new Setting('--rename-namespace <old=new>', 'a namespace that the new manifests call otherwise; may be repeated').argParser(collect))
    .addOption(new Setting('--rename <file>', 'YAML of all that they call otherwise: namespaces, trustDomains, hosts, labels').path())
    .addHelpText('after', `
Examples:
  mesh-access diff old/ new/
  mesh-access diff main..HEAD --format markdown -- dist/
  mesh-access diff dist/dev dist/prod --rename-namespace shop-dev=shop --fail-on any
  kustomize build overlays/prod | mesh-access diff dist/prod -

Exit code: 0 no change that --fail-on names, 1 at least one, 2 bad input.`)
    .action((old: string, others: string[], options: MeshOptions & import('../commands/diff').DiffOptions) => {
      const { diffCommand } = require('../commands/diff') as typeof import('../commands/diff');
      finish(diffCommand(old, others, options, io));
    });
}
