import { Container } from './container.ts';
import { type Change, chargeItems } from './record.ts';
import type { Unknown, Value } from './values.ts';

interface ListState {
  readonly items: readonly Value[];
  readonly changes: readonly Change[];
  readonly spoiled: Unknown | undefined;
}

const MOST_ARGUMENTS = 10_000;
const SHORT = 10_000;

export class List extends Container {
  readonly kind = 'list' as const;
  #items: Value[];

  constructor(items: readonly Value[] = []) {
    super();
    chargeItems(items.length);
    this.#items = items.slice();
  }

  get items(): readonly Value[] {
    return this.#items;
  }

  /** Replaces `deleted` items from `start` (both already clamped) by `inserted`. */
  splice(start: number, deleted: number, inserted: readonly Value[] = []): void {
    this.changing();
    if (start === 0 && deleted === 1 && inserted.length === 0) {
      // Taking the first of a short list moves nothing.
      if (this.#items.length > SHORT) chargeItems(this.#items.length);
      this.#items.shift();
      return;
    }
    chargeItems(this.#items.length - start + inserted.length);
    // JavaScript takes no more arguments than fit on its stack.
    if (inserted.length < MOST_ARGUMENTS) this.#items.splice(start, deleted, ...inserted);
    else {
      const behind = this.#items.slice(start + deleted);
      this.#items = this.#items.slice(0, start).concat(inserted, behind);
    }
  }

  append(value: Value): void {
    this.changing();
    this.#items.push(value);
  }

  replace(items: readonly Value[]): void {
    this.changing();
    chargeItems(items.length);
    this.#items = items.slice();
  }

  get weight(): number {
    return Math.ceil(this.#items.length / 16);
  }

  snapshot(): ListState {
    return { items: this.#items.slice(), changes: this.changes, spoiled: this.spoiled };
  }

  restore(state: ListState): void {
    this.#items = state.items.slice();
    this.changes = state.changes;
    this.spoiled = state.spoiled;
  }
}
