import type { CommandWords, OptionWords } from './words.ts';

/** Returns a script that completes commands, options and their values in bash. It starts no program. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  const names = commands.flatMap(({ name }) => (name === '' ? [] : [name]));
  return `# Completion for bash: eval "$(collectstatic completion bash)"
_collectstatic() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= options= each
  [[ \${COMP_WORDS[0]##*/} = findstatic ]] && command=find
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ -n $command ]] && break
    case $each in ${names.join('|')}) command=$each ;; esac
  done
  COMPREPLY=()
  case $previous in
${valueCases(commands).join('\n')}
  esac
  case $command in
${commands.map(({ name, options }) => `    ${name === '' ? "''" : name}) options='${namesOf(options)}' ;;`).join('\n')}
  esac
  if [[ $word = -* ]]; then
    COMPREPLY=($(compgen -W "$options --help" -- "$word"))
  elif [[ -z $command ]]; then
    COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$word"))
  elif [[ $command = completion ]]; then
    COMPREPLY=($(compgen -W 'bash zsh fish' -- "$word"))
  fi
}
complete -F _collectstatic collectstatic findstatic
`;
}

function namesOf(options: readonly OptionWords[]): string {
  return options.flatMap(({ names }) => names).join(' ');
}

/** An option of one name takes the same values with each command. */
function valueCases(commands: readonly CommandWords[]): readonly string[] {
  const cases = commands.flatMap(({ options }) =>
    options.flatMap(({ names, value }) => {
      if (value === null) return [];
      const { choices, kind } = value;
      const words = choices.length > 0 ? `-W '${choices.join(' ')}'` : kind === 'folder' ? '-d' : '-f';
      const answer =
        choices.length === 0 && kind === 'text' ? '' : `COMPREPLY=($(compgen ${words} -- "$word")); `;
      return [`    ${names.join('|')}) ${answer}return ;;`];
    }),
  );
  return [...new Set(cases)];
}
