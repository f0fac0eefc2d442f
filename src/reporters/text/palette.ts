/** The styles of the terminal output, named by what they mean. */
export interface Palette {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
}

const asItIs = (text: string): string => text;

/** For text without colours. */
export const PLAIN: Palette = {
  error: asItIs,
  warning: asItIs,
  strong: asItIs,
  faint: asItIs,
  good: asItIs,
};

/** Returns styles; chalk, which takes a start some time, is loaded only for colours. */
export async function createPalette(colour: boolean): Promise<Palette> {
  if (!colour) return PLAIN;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    error: chalk.red.bold,
    warning: chalk.yellow,
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
  };
}
