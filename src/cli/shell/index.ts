import type { Command } from 'commander';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { manPage } from './man.ts';
import { wordsOf } from './words.ts';
import { zshCompletion } from './zsh.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Returns the script that completes the command line of a program in a shell. */
export function completionScript(program: Command, shell: string): string {
  return SHELLS[shell as keyof typeof SHELLS](wordsOf(program));
}

/** Returns the manual page of a program. */
export function manualPage(program: Command, version: string): string {
  return manPage(wordsOf(program), version);
}
