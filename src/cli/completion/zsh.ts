import { choicesIn, type CompletedCommand, type CompletedOption, type Value } from './shape';

export function zshCompletion(program: string, commands: readonly CompletedCommand[]): string {
  return `#compdef ${program}
# zsh completion for ${program}, as \`${program} completion zsh\` prints it
_${program}() {
  local state
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  _arguments -C '(- *)'{-h,--help}'[display help]' '(- *)'{-V,--version}'[display the version]' '1: :->command' '*:: :->arguments'
  case $state in
    command) _describe -t commands command commands ;;
    arguments)
      case $words[1] in
${commands.map(argumentsOf).join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = '_${program}' ]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
}

function argumentsOf({ name, options, argument }: CompletedCommand): string {
  const specs = [...options.flatMap(specsOf), quoted(`*: :${actionOf(argument)}`)];
  return `        ${name}) _arguments -s -S ${specs.join(' ')} ;;`;
}

function specsOf({ long, short, description, value, isRepeatable }: CompletedOption): readonly string[] {
  const words = description.replaceAll(/[\\[\]]/g, '\\$&');
  const argument = value === undefined ? '' : `: :${actionOf(value)}`;
  return [long, ...(short === undefined ? [] : [short])].map((flag) => quoted(`${isRepeatable ? '*' : ''}${flag}[${words}]${argument}`));
}

function actionOf(value: Value): string {
  return choicesIn(value) === undefined ? value === 'file' ? '_files' : ' ' : `(${choicesIn(value)!.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\'', '\'\\\'\'')}'`;
}
