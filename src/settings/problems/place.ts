import { readWrittenText } from '../../regular-file.ts';
import { sourceLine } from '../../secrets/index.ts';
import type { Position, Problem } from '../../types.ts';

/** Where a problem is, with the line of source where one is known. */
export function pointing(at: Position | undefined): Pick<Problem, 'at' | 'excerpt'> {
  if (at === undefined) return {};
  const lines = at.line === undefined ? undefined : sourceLines(at.file);
  const excerpt = lines && sourceLine(lines, at.line ?? 0);
  return excerpt === undefined ? { at } : { at, excerpt };
}

/** Returns the lines of a file of source; `undefined` if it can't be read: it was a moment ago, but need not be any more. */
export function sourceLines(file: string): readonly string[] | undefined {
  try {
    return readWrittenText(file).split(/\r?\n/);
  } catch {
    return undefined;
  }
}
