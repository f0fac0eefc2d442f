import { newMachine } from './interpreter.ts';
import { type Plain, toPlain } from './plain.ts';
import { loadParser } from './syntax/parse.ts';
import { recording } from './values/record.ts';
import { Raised } from './values/values.ts';

/** Reads text as `ast.literal_eval` does; `undefined` if it is no literal. Loads the parser. */
export async function readLiteral(text: string): Promise<Plain | undefined> {
  const machine = newMachine({ searchPath: [], cwd: '/', env: {} }, await loadParser());
  return recording(machine, () => {
    try {
      return toPlain(machine.runtime.literal(text));
    } catch (error) {
      if (error instanceof Raised) return undefined;
      throw error;
    }
  });
}
