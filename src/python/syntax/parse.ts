import { fail } from '../../errors.ts';
import { repaired } from './repair.ts';
import { checkCharacters } from './rules/characters.ts';
import { checkTree } from './rules/index.ts';
import { type Source, type Span, toSource } from './source.ts';
import { syntaxError } from './syntax-error.ts';
import type { Statement } from './tree.ts';

export type { PyComplex } from 'py-ast';

export { decodeSource } from './encoding.ts';

export type {
  ArgumentsNode,
  Expression,
  ExpressionOf,
  Handler,
  Pattern,
  Statement,
  StatementOf,
} from './tree.ts';

export interface Parsed {
  readonly source: Source;
  readonly body: readonly Statement[];
}

export interface Parser {
  /** Parses the text of a file. Throws CollectstaticError `python-syntax` with the line under it. */
  parse(file: string, text: string): Parsed;
}

/** Characters of the longest file that is parsed: no settings file is longer, and it would take seconds. */
const LONGEST_SOURCE = 1_000_000;

/** Loads py-ast. Call it late: runs without Python files need not pay for it. */
export async function loadParser(): Promise<Parser> {
  const { markingLines, parse } = await import('./py-ast.ts');

  function parseText(file: string, text: string): Parsed {
    const source = toSource(file, text);
    checkCharacters(text, source.lines);
    const marked = markingLines(() => parse(text));
    checkTree(marked.result.body, source, marked.lines);
    return { source, body: marked.result.body };
  }

  function attempt(file: string, text: string): { readonly parsed?: Parsed; readonly error?: unknown } {
    try {
      return { parsed: parseText(file, text) };
    } catch (error) {
      return { error };
    }
  }

  return {
    parse(file, text) {
      if (text.length > LONGEST_SOURCE) {
        throw fail({
          code: 'python-limit',
          message: `The file has ${text.length} characters; at most ${LONGEST_SOURCE} are read.`,
          at: { file },
          hint: 'Point to the settings module itself, or give the settings as JSON.',
        });
      }
      // The parser takes neither a BOM nor form feeds before the indentation.
      const clean = text
        .replace(/^\uFEFF/, '')
        .replace(/^[ \t]*\f[ \t\f]*/gm, (blank) => blank.slice(blank.lastIndexOf('\f') + 1));
      const { parsed, error } = attempt(file, clean);
      if (parsed !== undefined) return parsed;
      const mended = repaired(clean);
      if (mended === clean) throw syntaxError(file, clean, error);
      const second = attempt(file, mended);
      if (second.parsed !== undefined) return second.parsed;
      // The first error is about the text the user wrote, unless it is about what was mended.
      if (isBehind(second.error, error)) throw syntaxError(file, mended, second.error);
      throw syntaxError(file, clean, error);
    },
  };
}

/** True if one error is told of a later line than another. */
function isBehind(one: unknown, other: unknown): boolean {
  return ((one as Span).lineno ?? 0) > ((other as Span).lineno ?? Number.POSITIVE_INFINITY);
}
