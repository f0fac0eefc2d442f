import { refuse } from '../rules/refusal.ts';
import { type Place, placeAt, spanOf } from './place.ts';

/** What is the same in all of a template. */
export interface Reading {
  readonly source: string;
  /** A place in the source from which others are counted. */
  readonly origin: Place;
  /** How many templates are around. */
  readonly depth: number;
  /** Index of the prefix. */
  readonly start: number;
  readonly quotes: string;
  readonly isRaw: boolean;
  /** What the messages call it. */
  readonly word: string;
}

/** Refuses a template, at an index of its source. */
export function fault({ source, origin }: Reading, index: number, message: string): never {
  refuse(spanOf(placeAt(source, origin, index)), message);
}

/** The quotes that begin at an index: one, or three of them. */
export function quotesAt(source: string, index: number): string {
  const quote = source.charAt(index);
  return source.startsWith(quote.repeat(3), index) ? quote.repeat(3) : quote;
}

/** Index after what a sticky pattern takes at `index`. */
export function after(pattern: RegExp, source: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(source) ? pattern.lastIndex : index;
}
