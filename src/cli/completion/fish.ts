import { choicesIn, type CompletedCommand, type CompletedOption } from './shape';

export function fishCompletion(program: string, commands: readonly CompletedCommand[]): string {
  const complete = `complete -c ${program}`;
  return [
    `# fish completion for ${program}, as \`${program} completion fish\` prints it`,
    `${complete} -n __fish_use_subcommand -f -s h -l help -d 'display help'`,
    `${complete} -n __fish_use_subcommand -f -s V -l version -d 'display the version'`,
    ...commands.map(({ name, description }) => `${complete} -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`),
    ...commands.flatMap(({ name, options, argument }) => {
      const within = `${complete} -n '__fish_seen_subcommand_from ${name}'`;
      const words = choicesIn(argument);
      return [...(words === undefined ? [] : [`${within} -f -a ${quoted(words.join(' '))}`]), ...options.map((option) => `${within} ${optionOf(option)}`)];
    }),
    '',
  ].join('\n');
}

function optionOf({ long, short, description, value }: CompletedOption): string {
  const choices = choicesIn(value);
  const takes = value === undefined ? '' : choices !== undefined ? `-x -a ${quoted(choices.join(' '))} ` : value === 'file' ? '-r -F ' : '-x ';
  return `${short === undefined ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)} ${takes}-d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
