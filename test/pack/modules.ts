import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ROOT } from './packed';

/** What package.json and bin/ name. */
export const ENTRIES = ['index', 'jest/index', 'cli/main'] as const;

/** Each with what makes the bundle of the same name: the modules that its runs evaluate and those of the bundles before it do not. */
const RUNS = {
  cli: [['--help']],
  answers: manifests('dev', 'prod').flatMap((input) => [
    ['can', 'boutique/frontend', 'boutique/checkoutservice:5050', input, '--method', 'POST', '--path', '/hipstershop.CheckoutService/PlaceOrder'],
    ['explain', 'boutique/frontend', 'boutique/redis-cart:6379', input],
  ]),
  matrix: manifests('dev', 'prod').map((input) => ['matrix', input]),
  audit: manifests('dev', 'prod').map((input) => ['audit', input]),
} satisfies Readonly<Record<string, readonly (readonly string[])[]>>;

/** Four by runs, the others by what leads to a module: `seldom` is reader and evaluator, for kinds and questions that those runs have none of. */
export const BUNDLES = ['cli', 'answers', 'matrix', 'audit', 'seldom', 'commands', 'shared', 'constructs'] as const;
export type Bundle = typeof BUNDLES[number];

export interface Bundles {
  /** Which bundle each module goes to that an entry leads to; each to one. */
  readonly of: ReadonlyMap<string, Bundle>;
  /** Modules that are required from another bundle. */
  readonly offered: ReadonlySet<string>;
  /** Those that whoever loads their bundle evaluates. */
  readonly evaluated: ReadonlySet<string>;
}

/** `lib` must be as it is packed but for the bundles: what is evaluated is what a run of it evaluates. */
export function bundles(lib: string): Bundles {
  const modules = new Map<string, readonly string[]>();
  const commands = reached(lib, modules, ['cli/main']);
  const answers = reached(lib, modules, ['cli/commands/can', 'cli/config/index']);
  const constructs = reached(lib, modules, ['index', 'jest/index']);
  const of = new Map<string, Bundle>();
  for (const [bundle, runs] of Object.entries(RUNS) as [keyof typeof RUNS, string[][]][]) {
    for (const name of runs.flatMap((args) => evaluatedBy(lib, args))) if (!of.has(name)) of.set(name, bundle);
  }
  const evaluated = new Set(of.keys());
  for (const name of [...modules.keys()].sort()) {
    if (of.has(name)) continue;
    if (answers.has(name)) of.set(name, 'seldom');
    else if (!constructs.has(name)) of.set(name, 'commands');
    else of.set(name, commands.has(name) ? 'shared' : 'constructs');
  }
  const offered = new Set([...modules].flatMap(([name, required]) => required.filter((other) => of.get(other) !== of.get(name))));
  return { of, offered, evaluated };
}

function manifests(...environments: readonly string[]): readonly string[] {
  return environments.map((environment) => path.join(ROOT, 'examples/online-boutique/expected', environment));
}

/** What has been loaded when a run of the command line ends, on the descriptor that only this program reads. */
const RECORDED = 'process.argv.splice(1, 0, "mesh-access"); process.on("exit", () => require("node:fs").writeFileSync(3, Object.keys(require.cache).join("\\n"))); require(process.env.RECORDED);';

function evaluatedBy(lib: string, args: readonly string[]): readonly string[] {
  const main = path.join(lib, 'cli/main.js');
  const { status, output } = spawnSync(process.execPath, ['--eval', RECORDED, '--', ...args], {
    encoding: 'utf8', env: { PATH: process.env.PATH, RECORDED: main }, stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  if (status !== 0 && status !== 1) throw new Error(`mesh-access ${args.join(' ')} fails (${status}): what it evaluates is not known`);
  return (output[3] ?? '').split('\n').map((file) => path.relative(lib, file).split(path.sep).join('/').replace(/\.js$/, ''))
    .filter((name) => !name.startsWith('..') && !name.startsWith('kept/'));
}

function reached(lib: string, modules: Map<string, readonly string[]>, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set(from);
  for (const name of seen) {
    const required = modules.get(name) ?? read(lib, name);
    modules.set(name, required);
    for (const other of required) seen.add(other);
  }
  return seen;
}

/** Modules of lib that a module names, wherever it does. */
function read(lib: string, name: string): readonly string[] {
  return [...fs.readFileSync(path.join(lib, `${name}.js`), 'utf8').matchAll(/^\s*[^\s/*].*?$/gm)]
    .flatMap(([line]) => [...line.matchAll(/\brequire\(["'](\.[^"']+)["']\)/g)])
    .flatMap(([, to]) => moduleName(lib, path.posix.join(path.posix.dirname(name), to)));
}

/** None: a kept library, which is a file of its own. */
function moduleName(lib: string, required: string): readonly string[] {
  const name = [required, `${required}/index`].find((candidate) => fs.existsSync(path.join(lib, `${candidate}.js`)));
  if (name === undefined) throw new Error(`${required} is required and is not in lib`);
  return name.startsWith('kept/') ? [] : [name];
}
