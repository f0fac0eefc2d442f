import { Argument, type Command } from 'commander';
import type { ProcessLike } from '../process.ts';

export function addCompletion(program: Command, process: ProcessLike): void {
  program
    .command('completion', { hidden: true })
    .description('print a script for the shell that completes all this')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(['bash', 'zsh', 'fish']))
    .allowExcessArguments(false)
    .action(async (shell: string) => {
      const { completionScript } = await import('../shell/index.ts');
      process.stdout.write(completionScript(program, shell));
    });
}
