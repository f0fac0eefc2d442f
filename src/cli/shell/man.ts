import type { CommandWords, OptionWords } from './words.ts';

/** Returns the manual page `collectstatic(1)`, in the macros of man(7). */
export function manPage(commands: readonly CommandWords[], version: string): string {
  const [program, ...others] = commands;
  const summary = "gather a Django project's static files into STATIC_ROOT";
  return [
    `.TH COLLECTSTATIC 1 "" "collectstatic ${version}" "User Commands"`,
    '.SH NAME',
    `collectstatic, findstatic \\- ${escaped(summary)}`,
    '.SH SYNOPSIS',
    '.B collectstatic',
    '[\\fIoptions\\fR]',
    ...others.flatMap(({ name, operands }) => [
      '.br',
      `.B collectstatic ${escaped(name)}`,
      `[\\fIoptions\\fR] ${operands.map((operand) => `\\fI${escaped(operand)}\\fR`).join(' ')}`.trimEnd(),
    ]),
    '.SH DESCRIPTION',
    ...(program?.description ?? '').split('\n').map(escaped),
    '.B findstatic',
    'is the command',
    '.B find',
    'by another name.',
    '.SH OPTIONS',
    ...optionLines(program?.options ?? []),
    '.SH COMMANDS',
    ...others.flatMap((command) => commandLines(command, program?.options ?? [])),
    '.SH EXIT STATUS',
    ...listed('0', 'fine'),
    ...listed('1', 'the run failed, or a gate was broken'),
    ...listed('2', 'wrong usage'),
    ...listed('130, 143', 'it was stopped by SIGINT or SIGTERM'),
    '',
  ].join('\n');
}

/** Of the options only those that the program itself does not have. */
function commandLines(
  { name, operands, description, options }: CommandWords,
  common: readonly OptionWords[],
): readonly string[] {
  const known = new Set(common.map(({ names, description: words }) => `${names}${words}`));
  return [
    `.SS ${escaped([name, ...operands].join(' '))}`,
    escaped(description),
    ...optionLines(options.filter((option) => !known.has(`${option.names}${option.description}`))),
  ];
}

function optionLines(options: readonly OptionWords[]): readonly string[] {
  return options.flatMap(({ names, value, description }) => {
    const flags = names.map((name) => `\\fB${escaped(name)}\\fR`).join(', ');
    return [
      '.TP',
      `${flags}${value === null ? '' : ` \\fI${escaped(value.name)}\\fR`}`,
      escaped(description),
    ];
  });
}

function listed(term: string, words: string): readonly string[] {
  return ['.TP', `.B ${term}`, escaped(words)];
}

/** A dot or an apostrophe at the start of a line would be a request, and a hyphen would be one of typography. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&');
}
