import * as fs from 'node:fs';
import * as path from 'node:path';

/** A module of lib, by its path there without `.js`, and what it requires: when it is evaluated, or when one of its functions runs. */
interface Module {
  readonly atOnce: readonly string[];
  readonly later: readonly string[];
}

/** What package.json and bin/ name. */
export const ENTRIES = ['index', 'jest/index', 'cli/main'] as const;

/** What a run of the command line loads beside `cli`, most commands before they load what is theirs. */
const ANSWERING = ['cli/commands/can', 'cli/config/index'];

/** `can` loads `cli` and `answers`, other commands the next two as well; a program that declares loads the last two, and `answers`. */
export const BUNDLES = ['cli', 'answers', 'commands', 'shared', 'constructs'] as const;
export type Bundle = typeof BUNDLES[number];

export interface Bundles {
  /** Which bundle each module goes to that an entry leads to; each to one. */
  readonly of: ReadonlyMap<string, Bundle>;
  /** Modules that are required from another bundle. */
  readonly offered: ReadonlySet<string>;
}

export function bundles(lib: string): Bundles {
  const modules = new Map<string, Module>();
  const startup = reached(lib, modules, ['cli/main'], ({ atOnce }) => atOnce);
  const answers = reached(lib, modules, ANSWERING, everything);
  const commands = reached(lib, modules, ['cli/main'], everything);
  const constructs = reached(lib, modules, ['index', 'jest/index'], everything);
  const of = new Map([...modules.keys()].sort().map((name): [string, Bundle] => {
    if (startup.has(name)) return [name, 'cli'];
    if (answers.has(name)) return [name, 'answers'];
    if (!constructs.has(name)) return [name, 'commands'];
    return [name, commands.has(name) ? 'shared' : 'constructs'];
  }));
  const offered = new Set([...modules].flatMap(([name, module]) => everything(module).filter((required) => of.get(required) !== of.get(name))));
  return { of, offered };
}

function everything({ atOnce, later }: Module): readonly string[] {
  return [...atOnce, ...later];
}

type Next = (module: Module) => readonly string[];

function reached(lib: string, modules: Map<string, Module>, from: readonly string[], next: Next): ReadonlySet<string> {
  const seen = new Set(from);
  for (const name of seen) {
    const module = modules.get(name) ?? read(lib, name);
    modules.set(name, module);
    for (const required of next(module)) seen.add(required);
  }
  return seen;
}

/** Compiled imports begin in the first column; what a function requires is indented. */
function read(lib: string, name: string): Module {
  const requires = [...fs.readFileSync(path.join(lib, `${name}.js`), 'utf8').matchAll(/^(\s*)[^\s/*].*?\brequire\(["'](\.[^"']+)["']\)/gm)]
    .flatMap(([, indent, to]) => moduleName(lib, path.posix.join(path.posix.dirname(name), to)).map((module) => ({ indent, module })));
  return {
    atOnce: requires.filter(({ indent }) => indent === '').map(({ module }) => module),
    later: requires.filter(({ indent }) => indent !== '').map(({ module }) => module),
  };
}

/** None: a kept library, which is a file of its own. */
function moduleName(lib: string, required: string): readonly string[] {
  const name = [required, `${required}/index`].find((candidate) => fs.existsSync(path.join(lib, `${candidate}.js`)));
  if (name === undefined) throw new Error(`${required} is required and is not in lib`);
  return name.startsWith('kept/') ? [] : [name];
}
