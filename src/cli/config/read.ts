import { dirname, relative, resolve } from 'node:path';
import { mapped, type Field } from '../../cases/field';
import { readMesh } from '../../cases/mesh';
import { yamlFile } from '../../cases/yaml-file';
import { formatManifestProblem, type ManifestProblem } from '../../manifest';
import type { MeshSettings } from '../../eval/types';
import type { Command } from '../../kept/commander';
import { InputError } from '../io';
import { textOf } from '../input';
import { Setting } from '../setting';

/** `mesh-access.yaml`, with its paths as seen from here. */
export interface Defaults {
  /** Of all commands that read manifests. */
  readonly paths?: readonly string[];
  readonly mesh: Partial<MeshSettings>;
  /** By command, by option or argument. */
  readonly commands: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

/** Everything wrong with the file is said at once, for all commands: a slip in the part of another would be found too late. */
export function readDefaults(file: string, root: Command): Defaults {
  const shown = relative('.', file);
  const problems: ManifestProblem[] = [];
  const reader = new DefaultsReader(dirname(shown));
  const defaults = mapped(yamlFile(shown, textOf(shown, 'name a file of defaults'), 'bad-defaults', problems), (field) => reader.file(field, root));
  if (defaults === undefined || problems.length > 0) throw new InputError(problems.map(formatManifestProblem));
  return defaults;
}

/** What may be set for a command: its settings, and the list that it works on. */
export function settable(command: Command): { readonly settings: readonly Setting[]; readonly list?: string } {
  const list = command.registeredArguments.find((argument) => argument.variadic && ['files', 'paths'].includes(argument.name()))?.name();
  return { settings: command.options.filter((option) => option instanceof Setting), ...(list === undefined ? {} : { list }) };
}

class DefaultsReader {
  constructor(private readonly directory: string) {}

  file(field: Field, root: Command): Defaults {
    const commands = root.commands.filter((command) => settable(command).settings.length > 0);
    const fields = field.mapping(['paths', 'mesh', ...commands.map((command) => command.name())]);
    const paths = mapped(fields?.get('paths'), (list) => this.paths(list));
    return {
      ...(paths === undefined ? {} : { paths }),
      mesh: readMesh(fields?.get('mesh')),
      commands: new Map(commands.map((command) => [command.name(), this.command(fields?.get(command.name()), command)])),
    };
  }

  private command(field: Field | undefined, command: Command): ReadonlyMap<string, unknown> {
    const { settings, list } = settable(command);
    const names = settings.map((setting) => setting.attributeName());
    const fields = field?.mapping([...names, ...(list === undefined ? [] : [list])]);
    const values = settings.map((setting, i) => [names[i], mapped(fields?.get(names[i]), (f) => this.setting(f, setting))] as const);
    const paths = list === undefined ? [] : [[list, mapped(fields?.get(list), (f) => this.paths(f))] as const];
    return new Map([...values, ...paths].filter(([, value]) => value !== undefined));
  }

  private setting(field: Field, setting: Setting): unknown {
    if (setting.argChoices !== undefined) return field.oneOf(setting.argChoices);
    if (setting.isBoolean()) return field.boolean();
    if (setting.parseArg !== undefined) return field.list()?.flatMap((item) => item.string() ?? []);
    const text = field.string();
    return text !== undefined && setting.isPath ? this.path(text) : text;
  }

  private paths(field: Field): readonly string[] | undefined {
    const items = field.list();
    if (items?.length === 0) return field.fail('is empty', 'list at least one path, relative to this file, or leave it out');
    return items?.flatMap((item) => item.string() ?? []).map((path) => this.path(path));
  }

  /** As seen from here; never stdin. */
  private path(path: string): string {
    const seen = relative('.', resolve(this.directory, path)) || '.';
    return seen === '-' ? './-' : seen;
  }
}
