import type { Command } from '../../kept/commander';
import { InputError } from '../io';
import { manifestPaths, meshOptions, outputFormats } from '../options';
import type { Session } from '../session';
import { Setting } from '../setting';

/** On the command line, not by a file of defaults; `--json` implies a format. */
const ASKED: ReadonlySet<string | undefined> = new Set(['cli', 'implied']);

export function defineAudit(root: Command, { io, finish, version }: Session): void {
  meshOptions(outputFormats(manifestPaths(root.command('audit')), 'text', 'json', 'sarif', 'junit', 'markdown'))
    .description('look for known traps: policies that do not do what they read like')
    .addOption(new Setting('--fail-on <severity>', 'the least severity that makes the exit code 1').choices(['error', 'warning', 'info']).default('warning'))
    .addOption(new Setting('--suppressions <file>', 'findings that somebody stands by: rule, object, reason, expires').path())
    .option('--as-of <day>', 'the day it is, for suppressions that expire')
    .option('--explain <rule>', 'what a rule is about, and where that is from')
    .option('--rules', 'list the rules')
    .addHelpText('after', `
Examples:
  mesh-access audit manifests/
  mesh-access audit manifests/ --format sarif --suppressions audit-suppressions.yaml --as-of 2027-01-31
  mesh-access audit --explain service-port-in-policy

Exit code: 0 nothing found at or above --fail-on, 1 something, 2 bad input.`)
    .action((paths: string[], options: import('../commands/audit').AuditOptions, command: Command) => {
      if ((options.rules || options.explain !== undefined) && options.format !== 'text' && ASKED.has(command.getOptionValueSource('format'))) {
        throw new InputError([`[bad-argument] \`--rules\` and \`--explain\` print text alone; leave \`${options.format === 'json' ? '--json' : '--format'}\` out`]);
      }
      const { auditCommand } = require('../commands/audit') as typeof import('../commands/audit');
      finish(auditCommand(paths, options, version, io));
    });
}
