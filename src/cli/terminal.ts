import type { SharedOptions } from './options/index.ts';
import type { OutputStream, ProcessLike } from './process.ts';

/**
 * True if `stream` gets colours. The flags decide first, then NO_COLOR (any non-empty value, no-color.org), then
 * FORCE_COLOR, then whether the stream is a terminal.
 */
export function wantsColour(
  stream: OutputStream,
  env: ProcessLike['env'],
  flags: Pick<SharedOptions, 'color' | 'forceColor'>,
): boolean {
  if (!flags.color) return false;
  if (flags.forceColor) return true;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Columns to lay text out for: 80 if a terminal says 0, since it does not know; `Infinity` for a pipe, which has none. */
export function columnsOf(stream: OutputStream): number {
  return stream.isTTY === true ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}
