import { setTimeout as pause } from 'node:timers/promises';
import type { Content, Contents } from './content.ts';

/** Milliseconds since a change after which a file is taken to be whole. */
const QUIET = 10;

/**
 * Milliseconds since a change after which an empty file is taken to be meant so: many editors empty a file, then write it, and
 * a busy disk has kept one waiting for 200 between the two.
 */
const EMPTY = 1_000;

/** Milliseconds after which a file is answered with as it is: something writes to it without end. */
const PATIENCE = 1_000;

/**
 * Returns the content of a file once nobody seems to be at work on it: what is read before that could be half of it.
 * `size`: bytes of it when it was last known to be whole.
 */
export async function whenWritten(
  contents: Contents,
  { file, size }: { readonly file: string; readonly size: number },
): Promise<Content | null> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const content = contents.of(file);
    if (content === null || !isBeingWritten(content, size) || performance.now() > end) return content;
    await pause(QUIET);
  }
}

function isBeingWritten(content: Content, size: number): boolean {
  // The disk's clock may be ahead of ours: by a little that is just now, by more it tells nothing.
  const age = Math.abs(Date.now() - content.ctimeMs);
  // Linux shows that a file has no bytes any more before it shows that anything changed.
  return content.size === 0 ? size > 0 || age < EMPTY : age < QUIET;
}
