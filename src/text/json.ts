/** True for what JSON writes in braces. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function yieldsPairs(value: unknown): value is Iterable<readonly [string, unknown]> {
  return isRecord(value) && Symbol.iterator in value;
}
