import type { Command } from '../../kept/commander';
import { outputFormats, type OutputOptions } from '../options';
import type { Session } from '../session';

export function defineContracts(root: Command, { io, finish }: Session): void {
  outputFormats(root.command('contracts'), 'text', 'json')
    .description('compare contracts (`contract.json`) with each other: missing halves, moved identities, two owners')
    .argument('[files...]', 'contracts of the Apps of one or several environments, directories of them, - for stdin (default: `contracts.files` of mesh-access.yaml)')
    .addHelpText('after', `
Examples:
  mesh-access contracts shop/contract.json billing/contract.json
  mesh-access contracts contracts/ --json

Exit code: 0 no errors (warnings perhaps), 1 errors, 2 bad input.`)
    .action((files: string[], options: OutputOptions<'text' | 'json'>) => {
      const { contractsCommand } = require('../commands/contracts') as typeof import('../commands/contracts');
      finish(contractsCommand(files, options, io));
    });
}
