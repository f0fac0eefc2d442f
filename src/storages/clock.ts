import { hrtime } from 'node:process';

/**
 * Milliseconds by a clock that nobody sets, from a moment that means nothing. `performance.now()` would have Node load and
 * compile a dozen of its modules, which a start can feel.
 */
export function clock(): number {
  const [seconds, nanoseconds] = hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
