import { Container } from './container.ts';
import { hashKey } from './keys.ts';
import { type Change, chargeItems, chargeKeys } from './record.ts';
import type { Unknown, Value } from './values.ts';

interface SetState {
  readonly items: ReadonlyMap<string, Value>;
  readonly shape: number;
  readonly changes: readonly Change[];
  readonly spoiled: Unknown | undefined;
}

/** set and frozenset. In insertion order, which Python does not keep: evaluated code must not see it (`items`). */
export class SetValue extends Container {
  readonly kind: 'set' | 'frozenset';
  /** As that of a dict. */
  shape = 0;
  #items = new Map<string, Value>();

  constructor(items: Iterable<Value> = [], kind: 'set' | 'frozenset' = 'set') {
    super();
    this.kind = kind;
    for (const item of items) {
      const key = hashKey(item);
      if (!this.#items.has(key)) this.#items.set(key, item);
    }
    chargeKeys(this.#items.size);
  }

  get size(): number {
    return this.#items.size;
  }

  has(item: Value): boolean {
    return this.#items.has(hashKey(item));
  }

  values(): IterableIterator<Value> {
    chargeItems(this.#items.size);
    return this.#items.values();
  }

  add(item: Value): void {
    this.changing();
    chargeKeys(1);
    const key = hashKey(item);
    if (this.#items.has(key)) return;
    this.shape += 1;
    this.#items.set(key, item);
  }

  /** True if it was there. */
  delete(item: Value): boolean {
    this.changing();
    chargeKeys(1);
    this.shape += 1;
    return this.#items.delete(hashKey(item));
  }

  get weight(): number {
    return 2 * this.#items.size;
  }

  snapshot(): SetState {
    return { items: new Map(this.#items), shape: this.shape, changes: this.changes, spoiled: this.spoiled };
  }

  restore(state: SetState): void {
    this.#items = new Map(state.items);
    this.shape = state.shape;
    this.changes = state.changes;
    this.spoiled = state.spoiled;
  }
}

/** `ours <sign> theirs` for `| & - ^`, as a new set. */
export function combineSets(
  sign: string,
  ours: SetValue,
  theirs: SetValue,
  kind: SetValue['kind'],
): SetValue {
  const [mine, others] = [[...ours.values()], [...theirs.values()]];
  if (sign === '|') return new SetValue([...mine, ...others], kind);
  if (sign === '&')
    return new SetValue(
      mine.filter((item) => theirs.has(item)),
      kind,
    );
  const left = mine.filter((item) => !theirs.has(item));
  return new SetValue(sign === '-' ? left : [...left, ...others.filter((item) => !ours.has(item))], kind);
}
