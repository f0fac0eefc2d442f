import type { Command, Option } from 'commander';
import { BETWEEN_US } from '../options/index.ts';

/** What the command line takes, as far as a shell or a manual can know it. */
export interface CommandWords {
  /** `''` for the program itself. */
  readonly name: string;
  readonly description: string;
  /** `PATH...`, `[NAME...]`, ... */
  readonly operands: readonly string[];
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  /** `-v`, `--verbosity`: as many as there are. */
  readonly names: readonly string[];
  readonly description: string;
  /** The value it takes; `null` for none. */
  readonly value: ValueWords | null;
  readonly isRepeatable: boolean;
}

export interface ValueWords {
  /** `dir`, `NAME=VALUE`, ... */
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'text';
  /** Empty if it may be anything. */
  readonly choices: readonly string[];
}

/** Returns the program's own words, then those of each command. */
export function wordsOf(program: Command): readonly CommandWords[] {
  return [program, ...program.commands].map((command) => ({
    name: command === program ? '' : command.name(),
    description: command.description(),
    operands: command.registeredArguments.map((argument) => {
      const name = `${argument.name().toUpperCase()}${argument.variadic ? '...' : ''}`;
      return argument.required ? name : `[${name}]`;
    }),
    options: command.options.filter(({ flags }) => !BETWEEN_US.includes(flags)).map(optionWords),
  }));
}

const FILES = /file|path/;

function optionWords(option: Option): OptionWords {
  const { short, long, description, flags } = option;
  const placeholder = /<(.+)>/.exec(flags)?.[1];
  const value = placeholder === undefined ? null : valueWords(placeholder, option.argChoices);
  const names = [short, long].filter((name) => name !== undefined && name !== null);
  return { names, description, value, isRepeatable: description.includes('repeatable') };
}

function valueWords(name: string, choices: readonly string[] | undefined): ValueWords {
  const kind = name === 'dir' ? 'folder' : FILES.test(name) ? 'file' : 'text';
  return { name, kind, choices: choices ?? range(name) };
}

/** `0..3` is 0, 1, 2, 3. */
function range(placeholder: string): readonly string[] {
  const [, first, last] = /^(\d)\.\.(\d)$/.exec(placeholder) ?? [];
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) =>
    String(Number(first) + index),
  );
}
