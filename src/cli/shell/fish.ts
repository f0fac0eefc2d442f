import type { CommandWords, OptionWords } from './words.ts';

/** Returns a script that completes commands, options and their values in fish. It starts no program. */
export function fishCompletion(commands: readonly CommandWords[]): string {
  const names = commands.flatMap(({ name }) => (name === '' ? [] : [name]));
  const none = `not __fish_seen_subcommand_from ${names.join(' ')}`;
  const lines = commands.flatMap(({ name, description, options }) => {
    const condition = name === '' ? none : `__fish_seen_subcommand_from ${name}`;
    const command =
      name === ''
        ? []
        : [`complete -c collectstatic -f -n ${quoted(none)} -a ${name} -d ${quoted(description)}`];
    return [
      ...command,
      ...options.map((option) => `complete -c collectstatic -n ${quoted(condition)} ${optionOf(option)}`),
    ];
  });
  const find = commands.find(({ name }) => name === 'find');
  return [
    '# Completion for fish: collectstatic completion fish > ~/.config/fish/completions/collectstatic.fish',
    'complete -c collectstatic -f',
    ...lines,
    "complete -c collectstatic -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'",
    ...(find?.options ?? []).map((option) => `complete -c findstatic ${optionOf(option)}`),
    '',
  ].join('\n');
}

function optionOf({ names, description, value }: OptionWords): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [...flags, ...valueFlags(value), `-d ${quoted(description)}`].join(' ');
}

function valueFlags(value: OptionWords['value']): readonly string[] {
  if (value === null) return [];
  if (value.choices.length > 0) return ['-x', `-a ${quoted(value.choices.join(' '))}`];
  if (value.kind === 'folder') return ['-x', "-a '(__fish_complete_directories)'"];
  return value.kind === 'file' ? ['-r', '-F'] : ['-x'];
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
