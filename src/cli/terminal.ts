import type { SharedOptions } from './options.ts';
import type { OutputStream, ProcessLike } from './process.ts';

/**
 * Whether `stream` gets colours. Flags first, then NO_COLOR (any non-empty value, no-color.org), then FORCE_COLOR,
 * then whether it is a terminal.
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

/** Columns to lay text out for; a pipe has no width, and a terminal that says 0 does not know it. */
export function columnsOf(stream: OutputStream): number {
  return stream.isTTY === true ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}
