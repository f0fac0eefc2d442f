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

/** Yields the JSON of a value in pieces. A field that yields pairs, as a map does, becomes an object of them. */
export function* jsonPieces(value: unknown): Generator<string, void> {
  if (!isRecord(value)) {
    yield JSON.stringify(value);
    return;
  }
  let before = '{';
  for (const [name, field] of Object.entries(value)) {
    yield `${before}${JSON.stringify(name)}:`;
    if (yieldsPairs(field)) yield* objectPieces(field);
    else if (Array.isArray(field)) yield* arrayPieces(field);
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

/** Items of one piece: few enough to take little room, many enough for the time it takes. */
const ITEMS = 2048;

function* arrayPieces(items: readonly unknown[]): Generator<string, void> {
  if (items.length <= ITEMS) {
    yield JSON.stringify(items);
    return;
  }
  for (let from = 0; from < items.length; from += ITEMS) {
    yield (from === 0 ? '[' : ',') + JSON.stringify(items.slice(from, from + ITEMS)).slice(1, -1);
  }
  yield ']';
}

function yieldsPairs(value: unknown): value is Iterable<readonly [string, unknown]> {
  return isRecord(value) && Symbol.iterator in value;
}
