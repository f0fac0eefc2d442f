/** True for what JSON writes in braces. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Items of one piece: few enough to take little room, many enough for the time it takes. */
const ITEMS = 2048;

/** A list that is filled once and then written. It lies in pieces: an array that grows leaves twice its size behind. */
export class Pile<Item> {
  readonly pieces: Item[][] = [];
  #last: Item[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: Item): void {
    if (this.#length % ITEMS === 0) {
      this.#last = [];
      this.pieces.push(this.#last);
    }
    this.#last.push(item);
    this.#length++;
  }
}

/** Lists, as they are on their way to the disk. */
export type Piled<Lists> = {
  readonly [Name in keyof Lists]: Lists[Name] extends readonly (infer Item)[] ? Pile<Item> : Lists[Name];
};

/**
 * Yields the JSON of a value in pieces. Of its fields, one that yields pairs, as a map does, becomes an object of them, and a pile a
 * list.
 */
export function* jsonPieces(value: unknown): Generator<string, void> {
  if (!isRecord(value)) {
    yield JSON.stringify(value);
    return;
  }
  let before = '{';
  for (const [name, field] of Object.entries(value)) {
    yield `${before}${JSON.stringify(name)}:`;
    if (yieldsPairs(field)) yield* objectPieces(field);
    else if (field instanceof Pile) yield* listPieces(field.pieces);
    else if (Array.isArray(field)) yield* listPieces(slices(field));
    else yield JSON.stringify(field);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function* objectPieces(pairs: Iterable<readonly [string, unknown]>): Generator<string, void> {
  let before = '{';
  for (const [name, item] of pairs) {
    yield `${before}${JSON.stringify(name)}:${JSON.stringify(item)}`;
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function* listPieces(pieces: Iterable<readonly unknown[]>): Generator<string, void> {
  let before = '[';
  for (const piece of pieces) {
    yield before + JSON.stringify(piece).slice(1, -1);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

function* slices(items: readonly unknown[]): Generator<readonly unknown[], void> {
  for (let from = 0; from < items.length; from += ITEMS) yield items.slice(from, from + ITEMS);
}

function yieldsPairs(value: unknown): value is Iterable<readonly [string, unknown]> {
  return isRecord(value) && Symbol.iterator in value;
}
