import type { ExprNode, StmtNode } from 'py-ast';
import { type CollectstaticError, fail } from '../../errors.ts';
import { repaired } from './repair.ts';
import { type Source, toSource } from './source.ts';

export type { PyComplex } from 'py-ast';

export type Expression = ExprNode;
export type Statement = StmtNode;
export type ExpressionOf<Kind extends ExprNode['nodeType']> = Extract<ExprNode, { nodeType: Kind }>;
export type StatementOf<Kind extends StmtNode['nodeType']> = Extract<StmtNode, { nodeType: Kind }>;
export type ArgumentsNode = ExpressionOf<'Lambda'>['args'];
export type Handler = StatementOf<'Try'>['handlers'][number];
export type Pattern = StatementOf<'Match'>['cases'][number]['pattern'];

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
  const { parse } = await import('./py-ast.ts');

  function parseText(text: string): readonly Statement[] {
    return parse(text).body;
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
      const source = toSource(file, clean);
      try {
        return { source, body: parseText(clean) };
      } catch (error) {
        const mended = repaired(clean);
        if (mended !== clean) {
          try {
            return { source: toSource(file, mended), body: parseText(mended) };
          } catch {
            // The first error is about the text the user wrote.
          }
        }
        throw syntaxError(source, error);
      }
    },
  };
}

/** Decodes a source file: UTF-8, or Latin-1 if its first lines say so (PEP 263). */
export function decodeSource(file: string, data: Uint8Array): string {
  const head = Buffer.from(data.subarray(0, 200)).toString('latin1').split('\n', 2).join('\n');
  if (/coding/i.test(head) && /^[ \t\f]*#.*?coding[:=][ \t]*(latin-?1|iso-?8859-1|cp1252)/im.test(head))
    return Buffer.from(data).toString('latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch (error) {
    const hint = 'Save the file as UTF-8.';
    throw fail(
      { code: 'python-syntax', message: 'The file is not UTF-8.', at: { file }, hint },
      { cause: error },
    );
  }
}

/** The line itself; if that is past the end of the text, the last line that is not empty. */
function lastWritten(source: Source, line: number): number {
  let at = Math.min(line, source.lines.length);
  while (at > 1 && source.lines[at - 1]?.trim() === '') at -= 1;
  return at;
}

interface ParseError {
  readonly message: string;
  readonly lineno?: number;
  readonly col_offset?: number;
}

function syntaxError(source: Source, error: unknown): CollectstaticError {
  const { file } = source;
  const hint = 'Mend it. Where Python reads it as it is, it is newer than this tool: try --python PATH.';
  if (error instanceof RangeError) {
    return fail(
      { code: 'python-syntax', message: 'The file is nested too deeply to be read.', at: { file }, hint },
      { cause: error },
    );
  }
  const { message = String(error), lineno, col_offset } = error as Partial<ParseError>;
  const place = /\bline (\d+)(?:, column (\d+))?/.exec(message);
  const given = lineno ?? (place?.[1] === undefined ? undefined : Number(place[1]));
  const line = given === undefined ? undefined : lastWritten(source, given);
  const column = col_offset ?? (place?.[2] === undefined ? undefined : Number(place[2]));
  const words = message.replace(/ at line \d+(, column \d+)?/, '');
  const excerpt = line === undefined ? undefined : source.lines[line - 1];
  return fail(
    {
      code: 'python-syntax',
      message: `Python syntax error: ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
      at: {
        file,
        ...(line === undefined ? {} : { line }),
        ...(line === undefined || column === undefined ? {} : { column: column + 1 }),
      },
      hint,
      ...(excerpt === undefined ? {} : { excerpt }),
    },
    { cause: error },
  );
}
