import type { CommandWords, OptionWords, ValueWords } from './words.ts';

/** Returns a script that completes commands, options and their values in zsh. It starts no program. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  const [program, ...others] = commands;
  const listed = others.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`);
  return `#compdef collectstatic findstatic
# Completion for zsh: collectstatic completion zsh > "\${fpath[1]}/_collectstatic"
${others.map(commandFunction).join('\n')}
_collectstatic() {
  local curcontext=$curcontext state line
  local -a commands=(
${listed.join('\n')}
  )
  if [[ $service = findstatic ]]; then
    _collectstatic_find
    return
  fi
  _arguments -C -s \\
${(program?.options ?? []).map((option) => `    ${specification(option)} \\`).join('\n')}
    '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest) (( $+functions[_collectstatic_$words[1]] )) && _collectstatic_$words[1] ;;
  esac
}
if [[ $funcstack[1] = _collectstatic ]]; then _collectstatic "$@"; else compdef _collectstatic collectstatic findstatic; fi
`;
}

function commandFunction({ name, options }: CommandWords): string {
  const specifications = [
    ...options.map(specification),
    name === 'completion' ? "'1:shell:(bash zsh fish)'" : "'*: :'",
  ];
  return `_collectstatic_${name}() {
  _arguments -s \\
${specifications.map((each) => `    ${each}`).join(' \\\n')}
}`;
}

function specification({ names, description, value, isRepeatable }: OptionWords): string {
  const words = `[${description.replace(/[[\]:\\]/g, '\\$&')}]${value === null ? '' : valueWords(value)}`;
  const all = isRepeatable ? [`*${names[0]}`, ...names.slice(1).map((name) => `*${name}`)] : names;
  return all.map((name) => quoted(`${name}${words}`)).join(' ');
}

function valueWords({ name, kind, choices }: ValueWords): string {
  const action =
    choices.length > 0 ? `(${choices.join(' ')})` : { folder: '_files -/', file: '_files', text: ' ' }[kind];
  return `:${name.replaceAll(':', '\\:')}:${action}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
