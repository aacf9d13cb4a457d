import { Command, CommanderError } from '../kept/commander';
import { packageFacts } from '../package/files';
import { commonOptions } from './common';
import { defineAudit } from './definitions/audit';
import { defineCan, defineExplain } from './definitions/can';
import { defineCompletion } from './definitions/completion';
import { defineContracts } from './definitions/contracts';
import { defineDiff } from './definitions/diff';
import { defineGraph } from './definitions/graph';
import { defineInit } from './definitions/init';
import { defineMatrix } from './definitions/matrix';
import { defineProve } from './definitions/prove';
import { defineTest } from './definitions/test';
import { EXIT, InputError, type Io } from './io';
import type { Session } from './session';

type Define = (root: Command, session: Session) => void;

/** In the order of the help. They load what runs a command when it runs: `--help` and usage errors need neither reader nor evaluator. */
const COMMANDS: ReadonlyMap<string, Define> = new Map<string, Define>([
  ['matrix', (root, session) => defineMatrix(root, session)],
  ['graph', (root, session) => defineGraph(root, session)],
  ['can', (root, session) => defineCan(root, session)],
  ['explain', (root, session) => defineExplain(root, session)],
  ['test', (root, session) => defineTest(root, session)],
  ['diff', (root, session) => defineDiff(root, session)],
  ['audit', (root, session) => defineAudit(root, session)],
  ['prove', (root, session) => defineProve(root, session)],
  ['contracts', (root, session) => defineContracts(root, session)],
  ['init', (root, session) => defineInit(root, session)],
  ['completion', (root, session) => defineCompletion(root, session)],
]);

/** Runs one command line (without `node` and the script) and gives its exit code. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let exit: number = EXIT.OK;
  try {
    await program(io, (code) => exit = code, argv[0]).parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.BAD_INPUT;
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) io.err(`${problem}\n`);
    return EXIT.BAD_INPUT;
  }
}

/** All commands, with what they have in common; `asked`: that one alone, where there is such a one. Others are defined when they are asked for. */
export function program(io: Io, finish: (exit: number) => void, asked = ''): Command {
  const { version } = packageFacts();
  const root = new Command('mesh-access')
    .description('Say who may call whom, from the manifests that decide it.')
    .version(version)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showHelpAfterError('(add --help for usage)')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride();
  const only = COMMANDS.get(asked);
  const all = (): Command => only === undefined ? root : program(io, finish);
  const session = { io: { ...io }, version, finish, all };
  for (const define of only === undefined ? COMMANDS.values() : [only]) define(root, session);
  commonOptions(root, session);
  return root;
}
