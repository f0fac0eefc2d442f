import { refuse } from './refusal.ts';

/** Refuses NUL, and a last line that ends as if another came. */
export function checkCharacters(text: string, lines: readonly string[]): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n');
    refuse(
      { lineno: line.length, col_offset: Buffer.byteLength(line.at(-1) ?? '') },
      'source code cannot contain null bytes',
    );
  }
  const index = lines.findLastIndex((line) => line !== '');
  const last = lines[index];
  // In a comment it is no continuation.
  if (last?.endsWith('\\') && !last.includes('#'))
    refuse(
      { lineno: index + 1, col_offset: Buffer.byteLength(last) },
      'unexpected end of file after a backslash',
    );
}
