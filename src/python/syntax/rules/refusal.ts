import type { Span } from '../source.ts';

/** Throws as the parser does for text that is no Python. */
export function refuse({ lineno, col_offset }: Span, message: string): never {
  throw Object.assign(new Error(message), { lineno, col_offset });
}

/** True if one node begins before another. */
export function isBefore(one: Span, other: Span): boolean {
  const [line = 0, otherLine = 0] = [one.lineno, other.lineno];
  return line < otherLine || (line === otherLine && (one.col_offset ?? 0) < (other.col_offset ?? 0));
}
