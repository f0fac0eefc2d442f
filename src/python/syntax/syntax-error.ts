import { type CollectstaticError, fail } from '../../errors.ts';
import { diagnosed, type Fault } from './diagnosis.ts';
import { positionOf, type Source, toSource } from './source.ts';

/** The line itself; if that is past the end of the text, the last line that is not empty. */
function lastWritten(source: Source, line: number): number {
  let at = Math.min(line, source.lines.length);
  while (at > 1 && source.lines[at - 1]?.trim() === '') at -= 1;
  return at;
}

/** The user's error for what the parser or the rules threw about a text. */
export function syntaxError(file: string, text: string, error: unknown): CollectstaticError {
  const source = toSource(file, text);
  const hint = 'Mend it. Where Python reads it as it is, it is newer than this tool: try --python PATH.';
  if (error instanceof RangeError) {
    return fail(
      { code: 'python-syntax', message: 'The file is nested too deeply to be read.', at: { file }, hint },
      { cause: error },
    );
  }
  const { message, lineno, col_offset } = diagnosed(text, error as Fault);
  const place = /\bat line (\d+)(?:, column (\d+))?/.exec(message);
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
  const line = index < 0 ? lines.findIndex((each) => each.includes('@')) : index;
  return line < 0 ? undefined : line + 1;
}

/** True if a definition, or another decorator, comes next; lines that go on with the decorator before may stand between. */
function leadsToDefinition(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from).find((line) => /^\s*(?:@|async\b|def\b|class\b|\w+[ .=([]|\w+$)/.test(line));
  return next !== undefined && /^\s*(?:@|async\b|def\b|class\b)/.test(next);
}
