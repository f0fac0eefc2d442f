import type { Datum } from '../datum.ts';
import { firstUnresolved } from '../datum.ts';

/** How a literal begins. A word or a path begins otherwise, so that the parser is not loaded for it. */
const START = /^\s*(?:[[({'"]|[+-]?\.?\d|(?:[Tt]rue|[Ff]alse|None|null)\b|[rRuUbB]{1,2}['"])/;

const STRING_OR_WORD = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/gs;

const WORDS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' };

/**
 * Reads a Python literal as one would type it on a command line; JSON's words for True, False and None may stand in it.
 * Returns `undefined` for anything else. Loads the evaluator only for text that begins as a literal does.
 */
export async function parseLiteral(text: string): Promise<Datum | undefined> {
  if (!START.test(text)) return undefined;
  const { readLiteral } = await import('../../python/literal.ts');
  const { datumOf } = await import('./load/plain.ts');
  const value = await readLiteral(text.replace(STRING_OR_WORD, (token) => WORDS[token] ?? token).trim());
  if (value === undefined) return undefined;
  const datum = datumOf(value);
  return firstUnresolved(datum) === undefined ? datum : undefined;
}
