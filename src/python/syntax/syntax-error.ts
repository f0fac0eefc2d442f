import { type CollectstaticError, fail } from '../../errors.ts';
import { positionOf, type Source } from './source.ts';

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

/** The user's error for what the parser or the rules threw. */
export function syntaxError(source: Source, error: unknown): CollectstaticError {
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
  const given = lineno ?? (place?.[1] === undefined ? decorated(source, message) : Number(place[1]));
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
        ...(line === undefined || column === undefined ? {} : columnAt(source, line, column)),
      },
      hint,
      ...(excerpt === undefined ? {} : { excerpt }),
    },
    { cause: error },
  );
}

function columnAt(source: Source, line: number, column: number): { readonly column: number } {
  return { column: positionOf(source, { lineno: line, col_offset: column }).column ?? column + 1 };
}

/** The line after a decorator that has nothing to decorate, which the parser does not tell. */
function decorated({ lines }: Source, message: string): number | undefined {
  if (message !== 'Invalid decorator target') return undefined;
  const isDecorator = (line: string): boolean => /^\s*@/.test(line);
  const index = lines.findIndex((line, at) => isDecorator(line) && !leadsToDefinition(lines, at + 1));
  return index < 0 ? undefined : index + 1;
}

/** True if a definition, or another decorator, comes next; lines that go on with the decorator before may stand between. */
function leadsToDefinition(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from).find((line) => /^\s*(?:@|async\b|def\b|class\b|\w+[ .=([]|\w+$)/.test(line));
  return next !== undefined && /^\s*(?:@|async\b|def\b|class\b)/.test(next);
}
