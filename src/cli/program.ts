import { createRequire } from 'node:module';
import { Command, CommanderError, Option } from '../kept/commander';
import { EXIT, InputError, type Io } from './io';
import { collect, formatOption, meshOptions, type MeshOptions } from './options';

// Commands are loaded when they run: `--help` and usage errors need neither the YAML reader nor the evaluator.
const load = createRequire(__filename);

interface Output extends MeshOptions { readonly json?: boolean; readonly format?: string }

/** Runs one command line (without `node` and the script) and gives its exit code. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let exit: number = EXIT.OK;
  try {
    await program(io, (code) => exit = code).parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.BAD_INPUT;
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) io.err(`${problem}\n`);
    return EXIT.BAD_INPUT;
  }
}

function asJson<T extends Pick<Output, 'json' | 'format'>>(options: T): T & { readonly json: boolean } {
  return { ...options, json: options.json === true || options.format === 'json' };
}

type QuestionOptions = MeshOptions & import('./commands/can').CanOptions;

/** What is asked, in the words of case files. */
function question(command: Command): Command {
  return meshOptions(command)
    .argument('<from>', 'namespace/serviceaccount, a SPIFFE identity, pod:namespace/name, or anonymous')
    .argument('<to>', 'namespace/service:port, or pod:namespace/name:port')
    .argument('<paths...>', 'manifest files and directories')
    .option('--port <port>', 'port by number or name, where <to> has none')
    .option('--method <method>', 'HTTP method (default: GET)')
    .option('--path <path>', 'HTTP path (default: /)')
    .option('--host <host>', 'HTTP host (default: service.namespace)')
    .option('--header <name: value>', 'HTTP header; may be repeated', collect)
    .option('--token-issuer <issuer>', 'with a valid token of this issuer')
    .option('--token-subject <subject>', 'whom the token is about')
    .option('--token-audience <audience>', 'whom the token is for; may be repeated', collect)
    .option('--claim <name=value>', 'claim of the token, [realm][roles]=admin where it is nested; may be repeated', collect)
    .option('--invalid-token', 'with a token that has expired or that no issuer has signed')
    .option('--ip <address>', 'address that the callee sees')
    .addOption(formatOption('text', 'json'))
    .option('--json', 'print JSON')
    .addHelpText('after', `
Examples:
  mesh-access ${command.name()} shop/frontend shop/catalog:3550 dist/ --method POST --path /shop.Catalog/ListProducts
  mesh-access ${command.name()} anonymous@203.0.113.7 shop/redis:6379 dist/

Exit code: 0 allow, 1 deny, 2 bad input, 3 undetermined.`);
}

function program(io: Io, finish: (code: number) => void): Command {
  const root = new Command('mesh-access')
    .description('Say who may call whom, from the manifests that decide it.')
    .version((load('../../package.json') as { version: string }).version)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .showHelpAfterError('(add --help for usage)')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride();

  meshOptions(root.command('test'))
    .description('check case files: questions with the answers you expect')
    .argument('<files...>', 'case files')
    .addOption(formatOption('text', 'json'))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit code: 0 all cases hold, 1 some do not, 2 bad input.')
    .action((files: string[], options: Output) => {
      const { testCommand } = load('./commands/test') as typeof import('./commands/test');
      finish(testCommand(files, asJson(options), io));
    });

  meshOptions(root.command('matrix'))
    .description('print who may call whom, on what')
    .argument('<paths...>', 'manifest files and directories')
    .addOption(formatOption('text', 'json', 'markdown', 'csv'))
    .option('--json', 'print JSON')
    .option('--from <caller>', 'only what this caller may do: shop, shop/frontend, shop/*; may be repeated', collect)
    .option('--to <callee>', 'only who may call this: shop, shop/catalog, shop/catalog:3550; may be repeated', collect)
    .addHelpText('after', `
Examples:
  mesh-access matrix dist/
  mesh-access matrix dist/ --to shop/catalog --format markdown

Exit code: 0 printed, 2 bad input.`)
    .action((paths: string[], options: MeshOptions & import('./commands/matrix').MatrixOptions) => {
      const { matrixCommand } = load('./commands/matrix') as typeof import('./commands/matrix');
      finish(matrixCommand(paths, options, io));
    });

  question(root.command('can'))
    .description('answer one question, layer by layer; without --method, --path, --host, --header and a token it is about raw TCP')
    .action((from: string, to: string, paths: string[], options: QuestionOptions) => {
      const { canCommand } = load('./commands/can') as typeof import('./commands/can');
      finish(canCommand(from, to, paths, asJson(options), io));
    });

  question(root.command('explain'))
    .description('as `can`, with the rules that determine each layer and where they stand')
    .action((from: string, to: string, paths: string[], options: QuestionOptions) => {
      const { canCommand } = load('./commands/can') as typeof import('./commands/can');
      finish(canCommand(from, to, paths, { ...asJson(options), explain: true }, io));
    });

  meshOptions(root.command('audit'))
    .description('look for known traps: policies that do not do what they read like')
    .argument('[paths...]', 'manifest files and directories')
    .addOption(formatOption('text', 'json', 'sarif', 'junit', 'markdown'))
    .option('--json', 'print JSON')
    .addOption(new Option('--fail-on <severity>', 'the least severity that makes the exit code 1').choices(['error', 'warning', 'info']).default('warning'))
    .option('--suppressions <file>', 'findings that somebody stands by: rule, object, reason, expires')
    .option('--as-of <day>', 'the day it is, for suppressions that expire')
    .option('--explain <rule>', 'what a rule is about, and where that is from')
    .option('--rules', 'list the rules')
    .addHelpText('after', `
Examples:
  mesh-access audit manifests/
  mesh-access audit manifests/ --format sarif --suppressions audit-suppressions.yaml --as-of 2027-01-31
  mesh-access audit --explain service-port-in-policy

Exit code: 0 nothing found at or above --fail-on, 1 something, 2 bad input.`)
    .action((paths: string[], options: import('./commands/audit').AuditOptions) => {
      const { auditCommand } = load('./commands/audit') as typeof import('./commands/audit');
      finish(auditCommand(paths, options, root.version()!, io));
    });

  meshOptions(root.command('diff'))
    .description('say what access changes from one set of manifests to another')
    .argument('<old>', 'manifest file or directory, or revisions of git: main..HEAD')
    .argument('[new...]', 'manifest file or directory; after revisions the paths to look at')
    .addOption(formatOption('text', 'json', 'markdown'))
    .option('--json', 'print JSON')
    .addOption(new Option('--fail-on <change>', 'what is more than is permitted: exit code 1').choices(['broadening', 'any', 'nothing']).default('broadening'))
    .option('--rename-namespace <old=new>', 'a namespace that the new manifests call otherwise; may be repeated', collect)
    .option('--rename <file>', 'YAML of all that they call otherwise: namespaces, trustDomains, hosts, labels')
    .addHelpText('after', `
Examples:
  mesh-access diff old/ new/
  mesh-access diff main..HEAD --format markdown -- dist/
  mesh-access diff dist/dev dist/prod --rename-namespace shop-dev=shop --fail-on any

Exit code: 0 nothing beyond what is permitted, 1 more, 2 bad input.`)
    .action((old: string, others: string[], options: Output & import('./commands/diff').DiffOptions) => {
      const { diffCommand } = load('./commands/diff') as typeof import('./commands/diff');
      finish(diffCommand(old, others, options, io));
    });

  root.command('init')
    .description('begin a project: a cdk8s app, an access snapshot test, and the workflow of its pull requests')
    .argument('[directory]', 'where to', '.')
    .option('--name <name>', 'name of the package (default: the directory\'s)')
    .addHelpText('after', '\nExit code: 0 written, 2 something is in the way.')
    .action((directory: string, options: import('./commands/init').InitOptions) => {
      const { initCommand } = load('./commands/init') as typeof import('./commands/init');
      finish(initCommand(directory, options, root.version()!, io));
    });

  root.command('contracts')
    .description('compare contracts (`contract.json`) with each other: missing halves, moved identities, two owners')
    .argument('<files...>', 'contracts of the Apps of one or several environments')
    .addOption(formatOption('text', 'json'))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit code: 0 no errors (warnings perhaps), 1 errors, 2 bad input.')
    .action((files: string[], options: Pick<Output, 'json' | 'format'>) => {
      const { contractsCommand } = load('./commands/contracts') as typeof import('./commands/contracts');
      finish(contractsCommand(files, asJson(options), io));
    });

  return root;
}
