import type { CollectstaticError } from '../../../errors.ts';
import { errnoOf, errnoWords, fail } from '../../../errors.ts';
import { readRegularFile, WRITTEN_LIMIT } from '../../../regular-file.ts';
import { sourceLine } from '../../../secrets/index.ts';
import type { Position } from '../../../types.ts';

/** Reads a settings file as UTF-8, without its byte order mark. Throws `settings-not-found` or `settings-unreadable`. */
export function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readRegularFile(file, { limit: WRITTEN_LIMIT }));
  } catch (error) {
    const at: Position = { file };
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') {
      throw fail(
        {
          code: 'settings-not-found',
          message: `There is no settings file ${file}`,
          at,
          cause: errnoWords(error),
        },
        { cause: error },
      );
    }
    const cause = error instanceof TypeError ? 'it is not valid UTF-8' : errnoWords(error);
    throw fail(
      {
        code: 'settings-unreadable',
        message: `The settings file ${file} can't be read`,
        at,
        cause,
      },
      { cause: error },
    );
  }
}

/** Returns the line and column (from 1) of an offset in a text. */
export function positionAt(file: string, text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file, line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** Makes the error `settings-invalid`: the file is there, but is not of the format that its name says. */
export function invalidFile(
  format: string,
  at: Position,
  text: string,
  cause: string,
  error: unknown,
): CollectstaticError {
  const excerpt = at.line === undefined ? undefined : sourceLine(text.split(/\r?\n/), at.line);
  return fail(
    {
      code: 'settings-invalid',
      message: `The settings file is not valid ${format}`,
      at,
      cause,
      ...(excerpt === undefined ? {} : { excerpt }),
    },
    { cause: error },
  );
}
