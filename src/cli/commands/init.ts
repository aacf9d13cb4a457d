import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { refusalOf } from '../../manifest/refusal';
import { packedPath } from '../../package/files';
import { EXIT, InputError, type Io } from '../io';

const TEMPLATES = packedPath('templates', 'init');

/** npm packs no file of these names, or gives it another meaning. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore', github: '.github' };

export interface InitOptions {
  readonly name?: string;
}

/** Begins a project. Nothing is written over: with one file in the way nothing is written. */
export function initCommand(directory: string, { name }: InitOptions, version: string, io: Io): number {
  const values: Readonly<Record<string, string>> = { name: packageName(name ?? basename(resolve(directory))), version };
  const files = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(TEMPLATES, file)).isFile()).sort();
  const targets = files.map((file) => ({ file, target: file.split(/[\\/]/).map((part) => RENAMED[part] ?? part).join('/') }));
  const inTheWay = targets.filter(({ target }) => existsSync(join(directory, target)));
  if (inTheWay.length > 0) {
    throw new InputError(inTheWay.map(({ target }) => `${join(directory, target)}: is there already; begin in an empty directory, nothing was written`));
  }
  const written = targets.map(({ file, target }) => {
    const text = readFileSync(join(TEMPLATES, file), 'utf8').replaceAll(/\{\{(name|version)\}\}/g, (_, key: string) => values[key]);
    return { path: join(directory, target), text };
  });
  writeAll(written);
  io.out(written.map(({ path }) => `${path}\n`).join(''));
  const enter = directory === '.' ? '' : `cd ${directory} && `;
  io.out(`\nNext: ${enter}npm install && npm run synth && npm test\n`);
  return EXIT.OK;
}

/** All of them or none. */
function writeAll(files: readonly { readonly path: string; readonly text: string }[]): void {
  for (const [i, { path, text }] of files.entries()) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
    } catch (error) {
      for (const before of files.slice(0, i)) rmSync(before.path);
      throw new InputError([`${path}: cannot be written (${refusalOf(error)}); nothing was written`]);
    }
  }
}

/** https://docs.npmjs.com/cli/configuring-npm/package-json#name */
function packageName(text: string): string {
  const name = text.toLowerCase();
  if (/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name) && name.length <= 214) return name;
  throw new InputError([`\`${text}\` is no name of a package; give one with \`--name\`: small letters, digits, \`-\``]);
}
