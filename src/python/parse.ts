import type { ExprNode, PyComplex, StmtNode } from 'py-ast';
import { type CollectstaticError, fail } from '../errors.ts';
import { repaired } from './repair.ts';
import { type Source, segment, toSource } from './source.ts';
import { bytes, ELLIPSIS, NotModelled, type Value } from './values.ts';

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

/** Beyond this a settings file is no settings file, and parsing would take seconds. Characters. */
const LONGEST_SOURCE = 1_000_000;

/** Loads py-ast: only now, so that runs without Python files never pay for it. */
export async function loadParser(): Promise<Parser> {
  const { parse } = await import('py-ast');

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

/** The text of a source file: UTF-8, or Latin-1 where its first lines say so (PEP 263). */
export function decodeSource(file: string, data: Uint8Array): string {
  const head = Buffer.from(data.subarray(0, 200)).toString('latin1').split('\n', 2).join('\n');
  if (/^[ \t\f]*#.*?coding[:=][ \t]*(latin-?1|iso-?8859-1|cp1252)/im.test(head))
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

/** The line itself or, for what is missing at the end of a file, the last one with something in it. */
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

const NUMBER = /^(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*)?\.?[\d_]*(?:[eE][+-]?[\d_]+)?)/;

/** A literal as a value. The parser gives `1.0` and `1` the same number, so the source text decides between them. */
export function constantValue(node: ExpressionOf<'Constant'>, source: Source): Value {
  const value: string | number | bigint | boolean | null | PyComplex = node.value;
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? wholeNumber(value, node, source) : value;
  if (typeof value !== 'string') throw new NotModelled('complex numbers are not modelled');
  // Strings of `case` patterns come without it.
  const quotes = node.quote_style ?? /^[a-z]*['"]/i.exec(segment(source, node))?.[0];
  if (quotes === undefined) return ELLIPSIS;
  const isRaw = /^[a-z]*r/i.test(quotes);
  if (/^[a-z]*b/i.test(quotes)) return bytes(Buffer.from(value, 'latin1'));
  if (!isRaw && value.includes('\\N{')) throw new NotModelled('\\N{...} escapes are not modelled');
  return value;
}

function wholeNumber(value: number, node: ExpressionOf<'Constant'>, source: Source): Value {
  const [text = ''] = NUMBER.exec(segment(source, node)) ?? [];
  const digits = text.replaceAll('_', '');
  if (digits === '' || Number(digits) !== value) {
    // Inside f-strings the parser's positions are not always right.
    throw new NotModelled('a number could not be read back from its place');
  }
  return /^0[xob]/i.test(digits) || !/[.e]/i.test(digits) ? BigInt(value) : value;
}
