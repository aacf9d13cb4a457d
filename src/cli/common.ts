import { Option, type Command } from '../kept/commander';
import { colored, plain } from './color';
import { InputError, type Io } from './io';
import type { Session } from './session';

interface CommonOptions {
  readonly color?: boolean;
  /** A file; `false`: none is looked for. */
  readonly config?: string | false;
}

interface Common extends Pick<Session, 'all'> {
  readonly io: { -readonly [K in keyof Io]: Io[K] };
}

/** What all commands that print results have; `io` becomes what the options want it to be. */
export function commonOptions(root: Command, { io, all }: Common): void {
  for (const command of root.commands.filter(hasOutput)) {
    command
      .addOption(new Option('--config <file>', 'defaults (default: mesh-access.yaml here or above, within the repository)'))
      .addOption(new Option('--no-config', 'no file of defaults').default(undefined))
      .addOption(new Option('--color', 'colour, even where there is no terminal'))
      .addOption(new Option('--no-color', 'no colour').default(undefined))
      .hook('preAction', () => {
        const { color, config } = command.opts<CommonOptions>();
        if (color !== undefined) io.paint = color ? colored : plain;
        const { applyDefaults } = require('./config') as typeof import('./config');
        applyDefaults(command, all, config);
        refuseTwoFormats(command);
      });
  }
}

function hasOutput(command: Command): boolean {
  return command.options.some((option) => option.attributeName() === 'format');
}

function refuseTwoFormats(command: Command): void {
  const { json, format } = command.opts<{ readonly json?: boolean; readonly format: string }>();
  if (json && format !== 'json') throw new InputError([`[two-formats] \`--json\` is \`--format json\`, and \`--format ${format}\` is given, too; leave one out`]);
}
