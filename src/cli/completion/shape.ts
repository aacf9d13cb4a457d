import type { Command, Option } from '../../kept/commander';

/** What may follow an option or stand as an argument. */
export type Value = { readonly choices: readonly string[] } | 'file' | 'text';

export interface CompletedOption {
  /** With its dashes. */
  readonly long: string;
  readonly short?: string;
  readonly description: string;
  readonly isRepeatable: boolean;
  /** Left out: it takes none. */
  readonly value?: Value;
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly argument: Value;
}

/** What can be completed, from the definitions that the program itself parses by. */
export function shapeOf(root: Command): readonly CompletedCommand[] {
  const commands = root.commands.map((command): CompletedCommand => ({
    name: command.name(),
    description: command.description(),
    options: [...command.options.map(optionShape), { long: '--help', short: '-h', description: 'display help for command', isRepeatable: false }],
    argument: choicesOf(command.registeredArguments[0]?.argChoices) ?? 'file',
  }));
  const help = { name: 'help', description: 'display help for command', options: [], argument: { choices: commands.map(({ name }) => name) } };
  return [...commands, help];
}

function optionShape(option: Option): CompletedOption {
  const { long, short, description, required, argChoices } = option;
  return {
    long: long!,
    ...(short === undefined ? {} : { short }),
    description,
    isRepeatable: option.parseArg !== undefined && argChoices === undefined,
    ...(required ? { value: choicesOf(argChoices) ?? (option.flags.endsWith('<file>') ? 'file' : 'text') } : {}),
  };
}

function choicesOf(choices: readonly string[] | undefined): Value | undefined {
  return choices === undefined ? undefined : { choices };
}

export function choicesIn(value: Value | undefined): readonly string[] | undefined {
  return typeof value === 'object' ? value.choices : undefined;
}
