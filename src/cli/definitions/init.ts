import type { Command } from '../../kept/commander';
import type { Session } from '../session';

export function defineInit(root: Command, { io, finish, version }: Session): void {
  root.command('init')
    .description('begin a project: a cdk8s app, an access snapshot test, and the workflow of its pull requests')
    .argument('[directory]', 'where to', '.')
    .option('--name <name>', 'name of the package (default: the directory\'s)')
    .addHelpText('after', `
Examples:
  mesh-access init
  mesh-access init access --name @shop/access

Exit code: 0 written, 2 something is in the way.`)
    .action((directory: string, options: import('../commands/init').InitOptions) => {
      const { initCommand } = require('../commands/init') as typeof import('../commands/init');
      finish(initCommand(directory, options, version, io));
    });
}
