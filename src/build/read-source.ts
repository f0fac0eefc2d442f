import { readFileSync } from 'node:fs';
import { errnoOf, errnoWords, fail } from '../errors.ts';
import type { Asset } from '../types.ts';

/** The bytes of an asset's source. Throws `source-unreadable`, or `source-changed` when they are no longer what the plan saw. */
export function readSource({ source: { file, size } }: Asset): Uint8Array {
  const bytes = readOrFail(file);
  if (bytes.length === size) return bytes;
  throw fail({
    code: 'source-changed',
    message: `${file} has changed while it was being collected`,
    at: { file },
    hint: 'Run again once nothing writes to it.',
  });
}

function readOrFail(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    throw fail({
      code: 'source-unreadable',
      message: `${file} can't be read`,
      at: { file },
      hint: 'Make it readable, or leave it out with --ignore; then run again.',
      cause: errnoWords(error),
    });
  }
}
