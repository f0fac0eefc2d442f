import type { Command } from 'commander';
import { BETWEEN_US } from '../../src/cli/options/index.ts';
import { createProgram } from '../../src/cli/program.ts';
import { toJson } from '../../src/settings/datum.ts';
import { FLAGGED_SETTINGS, optionName } from '../../src/settings/schema/flags.ts';
import { SCHEMA, SETTING_NAMES } from '../../src/settings/schema/schema.ts';
import type { Setting } from '../../src/settings/schema/setting.ts';
import { typeText } from '../settings/schema/declarations.ts';

/** An option of the command line, and the commands that take it in this form. */
export interface OptionRow {
  readonly flags: string;
  readonly description: string;
  /** In the order of `--help`. */
  readonly commands: readonly string[];
  /** The commands whose `--help` shows it. */
  readonly shownBy: readonly string[];
}

/** Every option of every command, hidden ones too, each with its commands. */
export function optionRows(): readonly OptionRow[] {
  const rows = new Map<string, OptionRow>();
  for (const command of allCommands()) {
    for (const { flags, description, hidden } of command.options) {
      if (BETWEEN_US.includes(flags)) continue;
      const key = `${flags}: ${description}`;
      const { commands = [], shownBy = [] } = rows.get(key) ?? {};
      const name = nameOf(command);
      rows.set(key, {
        flags,
        description,
        commands: [...commands, name],
        shownBy: hidden ? shownBy : [...shownBy, name],
      });
    }
  }
  return [...rows.values()];
}

function allCommands(): readonly Command[] {
  const program = createProgram(process);
  return [program, ...program.commands];
}

/** `collect` for the program itself. */
function nameOf(command: Command): string {
  return command.parent === null ? 'collect' : command.name();
}

/** The table of commands, the table of options and the tables of keys, by the names of their markers. */
export function tables(): ReadonlyMap<string, string> {
  return new Map([
    ['commands', commandTable()],
    ['options', optionTable()],
    ['keys', keyTables()],
  ]);
}

function commandTable(): string {
  const rows = allCommands().map((command) => {
    if (command.parent === null) return [code('collectstatic'), 'collect'];
    const words = command.registeredArguments.map((argument) => {
      const name = `${argument.name().toUpperCase()}${argument.variadic ? '...' : ''}`;
      return argument.required ? name : `[${name}]`;
    });
    return [code(['collectstatic', command.name(), ...words].join(' ')), command.description()];
  });
  return table(['command', ''], rows);
}

function optionTable(): string {
  const commands = allCommands().length;
  const settings = new Map(FLAGGED_SETTINGS.map(({ name, flag }) => [optionName(flag), name]));
  const rows = optionRows().map((row) => {
    const setting = settings.get(row.flags.split(' ', 1)[0] as string);
    return [
      code(row.flags),
      row.description,
      row.commands.length === commands ? 'all' : row.commands.join(', '),
      setting === undefined ? '' : code(setting),
    ];
  });
  return table(['option', '', 'commands', 'sets'], rows);
}

const OWNERS: Readonly<Record<Setting['owner'], string>> = {
  config: 'In a config file only:',
  django: "Django's:",
  whitenoise: "WhiteNoise's:",
  storages: "django-storages':",
  npm: "django-npm's:",
  collectstatic: "This tool's own:",
};

function keyTables(): string {
  return Object.entries(OWNERS)
    .map(([owner, title]) => {
      const names = SETTING_NAMES.filter((name) => SCHEMA[name].owner === owner);
      const rows = names.map((name) => {
        const { shape, description, default: fallback } = SCHEMA[name];
        return [code(name), code(typeText(shape, '')), defaultText(toJson(fallback)), description];
      });
      return `${title}\n\n${table(['key', 'value', 'default', ''], rows)}`;
    })
    .join('\n\n');
}

function defaultText(value: unknown): string {
  const text = JSON.stringify(value);
  if (value === null) return '';
  return text.length > 40 ? '...' : code(text);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows.map((cells) => cells.map(escaped))];
  return lines
    .map((cells) => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |'))
    .join('\n');
}

/** A bar ends a cell, in code too; stars outside of code would be emphasis. */
function escaped(cell: string): string {
  const text = cell.replaceAll('|', '\\|');
  return text.startsWith('`') ? text : text.replace(/[*<>]/g, '\\$&');
}
