import type { Command } from 'commander';
import { nearest } from '../text/nearest.ts';

/** Adds to an error of commander the option that was meant, where `--help` does not show it: of those it shows commander tells. */
export function withHiddenOption(text: string, program: Command): string {
  const unknown = /^error: unknown option '(--[\w-]+)/.exec(text)?.[1];
  if (unknown === undefined || text.includes('Did you mean')) return text;
  const options = [program, ...program.commands].flatMap((command) => command.options);
  const meant = nearest(
    unknown,
    options.flatMap(({ long }) => long ?? []),
  );
  return meant === undefined ? text : `${text.trimEnd()}\n(Did you mean ${meant}?)\n`;
}
