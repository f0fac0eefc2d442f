import type { Span } from '../source.ts';

/**
 * Lines with something that the rules have to look at: to go over all statements and expressions of a file takes a tenth of the time
 * that reading it takes.
 */
export class Marks {
  readonly #lines: readonly number[];

  /** `lines`: in ascending order. */
  constructor(lines: readonly number[]) {
    this.#lines = lines;
  }

  /** True if such a line is among those of a node. */
  areIn({ lineno = 0, end_lineno = lineno }: Span): boolean {
    return (this.#lines[this.#indexFrom(lineno)] ?? Number.POSITIVE_INFINITY) <= end_lineno;
  }

  /** True if such a line is among those before the body of a statement. */
  areInHead({ lineno = 0, decorator_list, body }: Statement): boolean {
    return this.areIn({
      lineno: decorator_list?.[0]?.lineno ?? lineno,
      end_lineno: body[0]?.lineno ?? lineno,
    });
  }

  /** Index of the first line that is not before another. */
  #indexFrom(line: number): number {
    let [low, high] = [0, this.#lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#lines[middle] ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Statement extends Span {
  readonly decorator_list?: readonly Span[];
  readonly body: readonly Span[];
}
