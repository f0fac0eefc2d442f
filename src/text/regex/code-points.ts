import type { Test } from './characters.ts';

/** Returns the index behind the code point at `at` if the test takes it; -1 if not, or at the end. */
export function indexAfter(text: string, test: Test, at: number): number {
  const point = text.codePointAt(at);
  if (point === undefined || !test(point)) return -1;
  return at + (point > 0xffff ? 2 : 1);
}

/** Returns the index of the code point that ends at `at`, which is above 0. */
export function indexBefore(text: string, at: number): number {
  const low = text.charCodeAt(at - 1);
  const high = at > 1 ? text.charCodeAt(at - 2) : 0;
  return low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff ? at - 2 : at - 1;
}

/** Returns the index `count` code points before `at`; -1 if there are fewer. */
export function indexBack(text: string, at: number, count: number): number {
  let from = at;
  for (let taken = 0; taken < count; taken += 1) {
    if (from <= 0) return -1;
    from = indexBefore(text, from);
  }
  return from;
}
