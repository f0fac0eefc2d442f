import type { Position } from '../types.ts';

/** `file:line`, as far as it is known. */
export function lineLabel({ file, line }: Position): string {
  return line === undefined ? file : `${file}:${line}`;
}
