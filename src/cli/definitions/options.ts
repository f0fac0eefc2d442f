import type { Command } from 'commander';

/** Options given after the command's name, then those before it (`collectstatic -v 2 list`), then the defaults. */
export function optionsOf<Options>(command: Command): Options {
  const said = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) !== 'default',
  );
  const options = { ...command.opts(), ...command.parent?.opts(), ...Object.fromEntries(said) };
  refuseFormat(command, options.format);
  return options as Options;
}

/** Refuses a format that was given before the command's name, where only the program's own choices are looked at. */
function refuseFormat(command: Command, format: unknown): void {
  const choices = command.options.find(({ long }) => long === '--format')?.argChoices;
  if (choices === undefined || choices.includes(String(format))) return;
  const known = choices.join(', ');
  command.error(`error: '${command.name()}' has no --format ${format}. Allowed choices are ${known}.`, {
    code: 'commander.invalidArgument',
  });
}
