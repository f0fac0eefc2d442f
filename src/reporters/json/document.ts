/** The version of every JSON document here; it grows only when a field is renamed or removed. */
const VERSION = 1;

/** Writes one document, indented, with a final newline. */
export function document(body: Readonly<Record<string, unknown>>): string {
  return [...documentPieces(body)].join('');
}

/** Writes a document piece by piece. A list whose items are made as they are written is given as a generator. */
export function* documentPieces(body: Readonly<Record<string, unknown>>): Generator<string, void> {
  let before = '{\n';
  for (const [name, value] of Object.entries({ version: VERSION, ...body })) {
    if (value === undefined) continue;
    yield before;
    if (isGenerator(value)) {
      yield `  ${JSON.stringify(name)}: `;
      yield* listPieces(value);
    } else {
      // Without the braces and their lines.
      yield indented({ [name]: value }).slice(2, -2);
    }
    before = ',\n';
  }
  yield '\n}\n';
}

/** Items that are written at once: one by one they take twice as long. */
const AT_ONCE = 64;

function* listPieces(items: Iterable<unknown>): Generator<string, void> {
  let before = '[\n';
  let some: unknown[] = [];
  function write(): string {
    // Two lists deep, as in the document; without the brackets and their lines.
    const text = before + indented([some]).slice('[\n  [\n'.length, -'\n  ]\n]'.length);
    before = ',\n';
    some = [];
    return text;
  }
  for (const item of items) if (some.push(item) === AT_ONCE) yield write();
  if (some.length > 0) yield write();
  yield before === '[\n' ? '[]' : '\n  ]';
}

/** Also escapes what JSON need not and a terminal shows as something else: control characters from 127, bidirectional ones. */
function indented(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

function isGenerator(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && !Array.isArray(value);
}

/** Makes the items of a list as they are written. */
export function* each<Item>(
  items: readonly Item[],
  toJson: (item: Item) => unknown,
): Generator<unknown, void> {
  for (const item of items) yield toJson(item);
}
