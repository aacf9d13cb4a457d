import type { Command } from '../../kept/commander';
import { meshOptions, type MeshOptions, outputFormats, type OutputOptions } from '../options';
import type { Session } from '../session';

export function defineTest(root: Command, { io, finish }: Session): void {
  meshOptions(outputFormats(root.command('test'), 'text', 'json', 'tap', 'junit'))
    .description('check case files: questions with the answers you expect')
    .argument('[files...]', 'case files, directories of them, - for stdin (default: `test.files` of mesh-access.yaml)')
    .addHelpText('after', `
Examples:
  mesh-access test cases/
  mesh-access test cases/shop.yaml --format junit > junit.xml
  mesh-access test cases/*.yaml --format tap

Exit code: 0 all cases hold, 1 some do not, 2 bad input.`)
    .action((files: string[], options: MeshOptions & OutputOptions<import('../commands/test').TestFormat>) => {
      const { testCommand } = require('../commands/test') as typeof import('../commands/test');
      finish(testCommand(files, options, io));
    });
}
