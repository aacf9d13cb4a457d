import { Argument, type Command } from '../../kept/commander';
import type { Session } from '../session';

export function defineCompletion(root: Command, { io, finish, all }: Session): void {
  root.command('completion')
    .description('print the script by which a shell completes commands, options and files')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', `
Examples:
  mesh-access completion bash > ~/.local/share/bash-completion/completions/mesh-access
  mesh-access completion zsh > "\${fpath[1]}/_mesh-access"
  mesh-access completion fish > ~/.config/fish/completions/mesh-access.fish

Exit code: 0 printed, 2 no such shell.`)
    .action((shell: import('../commands/completion').Shell) => {
      const { completionCommand } = require('../commands/completion') as typeof import('../commands/completion');
      finish(completionCommand(all(), shell, io));
    });
}
