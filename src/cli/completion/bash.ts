import { choicesIn, type CompletedCommand } from './shape';

/** Where nothing is offered, bash itself completes files (`-o default`). Runs in bash 3.2, which macOS has. */
export function bashCompletion(program: string, commands: readonly CompletedCommand[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `# bash completion for ${program}, as \`${program} completion bash\` prints it
${name}() {
  local word command='' offered='' current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  # \`--option=value\` is three words here.
  if [ "$current" = '=' ]; then current=''; elif [ "$previous" = '=' ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) command="$word"; break ;; esac
  done
  case "$command $previous" in
${commands.flatMap(valuesOf).join('\n')}
    *)
      case "$command" in
        '') offered='${commands.map((c) => c.name).join(' ')} --help --version' ;;
${commands.map(wordsOf).join('\n')}
      esac
      # Arguments are files, unless an option is begun or there are words for them.
      case "$current:$offered" in -*:* | *:[a-z]*) ;; *) offered='' ;; esac ;;
  esac
  COMPREPLY=($(compgen -W "$offered" -- "$current"))
}
complete -o default -F ${name} ${program}
`;
}

function valuesOf({ name, options }: CompletedCommand): readonly string[] {
  return options.filter((option) => option.value !== undefined)
    .map(({ long, value }) => `    '${name} ${long}') offered='${choicesIn(value)?.join(' ') ?? ''}' ;;`);
}

/** Words for the argument come first. */
function wordsOf({ name, options, argument }: CompletedCommand): string {
  const words = [...choicesIn(argument) ?? [], ...options.map((option) => option.long)];
  return `        ${name}) offered='${words.join(' ')}' ;;`;
}
