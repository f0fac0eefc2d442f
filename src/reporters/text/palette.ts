import { Chalk, type ChalkInstance } from 'chalk';

/** The styles of the terminal output, named by what they mean. */
export interface Palette {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
}

export function createPalette(colour: boolean): Palette {
  const chalk: ChalkInstance = new Chalk({ level: colour ? 1 : 0 });
  return {
    error: chalk.red.bold,
    warning: chalk.yellow,
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
  };
}
