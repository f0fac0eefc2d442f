import { type Argument, Command, Help } from 'commander';
import { visibleLines } from '../reporters/text/visible.ts';
import { maskText } from '../secrets/index.ts';
import { nearest } from '../text/nearest.ts';
import { addSubcommands, SUBCOMMAND_NAMES } from './definitions/index.ts';
import { ALL_FORMATS, addCollectOptions, addSharedOptions, type CollectFlags } from './options/index.ts';
import type { Binary, ProcessLike } from './process.ts';
import { withHiddenOption } from './suggestion.ts';
import { version } from './version.ts';

const EXAMPLES = `
Examples:
  collectstatic --no-input                 collect, as a build step does
  collectstatic -n -v 2                    rehearse, and tell everything
  collectstatic find admin/css/base.css    which file is that?
`;

/**
 * Makes the command line for commander. The code of a command is loaded only if that command runs. If `args`, which it is
 * going to parse, are given, the commands that they don't ask for are left out.
 */
export function createProgram(
  process: ProcessLike,
  binary: Binary = 'collectstatic',
  args?: readonly string[],
): Command {
  const program = new Command('collectstatic')
    .description(
      "Gathers a Django project's static files into STATIC_ROOT, without Python.\nsrc/cli/README.md of the repository tells of more options, for rarer needs.",
    )
    .usage('[options]\n       collectstatic <command> [options]')
    .version(version)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError(`(${binary} --help tells more)`)
    .exitOverride()
    // The descriptions say choices and defaults themselves, in fewer words.
    .configureHelp({
      helpWidth: 80,
      commandUsage: (command) =>
        binary === 'findstatic' ? `findstatic ${command.usage()}` : new Help().commandUsage(command),
      optionDescription: (option) => option.description,
      // It says what --help says, and that is listed.
      visibleCommands: (command) =>
        new Help().visibleCommands(command).filter((each) => each.name() !== 'help'),
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .helpCommand('help [command]', 'the same as --help')
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(visibleLines(maskText(text))),
      outputError: (text, write) => write(withHiddenOption(text, createProgram(process, binary))),
    });
  addCollectOptions(program);
  addSharedOptions(program, ALL_FORMATS);
  program
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments()
    .action(async (flags: CollectFlags, command: Command) => {
      refuseUnknownCommand(command);
      if (flags.init !== undefined) return (await import('./commands/init/index.ts')).runInit(process, flags);
      return (await import('./commands/collect/index.ts')).runCollect(process, flags);
    });
  addSubcommands(program, process, args);
  return program;
}

function argumentTerm(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Refuses a word where a command is expected: the root command takes no arguments. */
function refuseUnknownCommand(program: Command): void {
  const [word] = program.args;
  if (word === undefined) return;
  // A longer word that starts the same, or a slip of the keyboard.
  const near =
    SUBCOMMAND_NAMES.find((name) => word.startsWith(name)) ??
    nearest(word, SUBCOMMAND_NAMES, word.length / 2);
  const hint = near === undefined ? '' : `\n(Did you mean ${near}?)`;
  program.error(`error: unknown command '${word}'${hint}`, { code: 'commander.unknownCommand' });
}
