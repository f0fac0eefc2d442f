/** Where each text stands in a list of different ones. */
export interface Rows {
  /** How many there are. */
  readonly length: number;
  /** `undefined` for a text that is not in the list. */
  of(text: string): number | undefined;
}

/** What an array has of a list. */
interface Items<Item> {
  readonly length: number;
  at(row: number): Item | undefined;
}

/** How many rows a question may pass over before all are put into a map. */
const NEAR = 64;

/**
 * Gives the rows of `items`, which are told apart by their texts. The texts are mostly asked for in their order, all of them
 * or some: then no map has to hold them, which takes 40 bytes a text and twice that while it grows.
 */
export function rowsOf<Item>(items: Items<Item>, textOf: (item: Item) => string): Rows {
  const { length } = items;
  const textAt = (row: number): string => textOf(items.at(row) as Item);
  let rows: ReadonlyMap<string, number> | undefined;
  let next = 0;
  const near = (text: string, from: number): number | undefined => {
    const end = Math.min(from + NEAR, length);
    for (let row = from; row < end; row++) if (textAt(row) === text) return row;
    return undefined;
  };
  const look = (text: string): number | undefined => {
    if (next < length && textAt(next) === text) return next;
    // A list that is gone through once more begins anew.
    const row = rows === undefined ? (near(text, next) ?? near(text, 0)) : undefined;
    if (row !== undefined) return row;
    rows ??= mapOf(length, textAt);
    return rows.get(text);
  };
  return {
    length,
    of(text) {
      const row = look(text);
      if (row !== undefined) next = row + 1;
      return row;
    },
  };
}

function mapOf(length: number, textAt: (row: number) => string): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (let row = 0; row < length; row++) rows.set(textAt(row), row);
  return rows;
}

/** What is known of the texts of a list: a map whose values lie in one array. */
export interface Column<Text extends string, Value> {
  get(text: Text): Value | undefined;
  has(text: Text): boolean;
  /** The text has to be in the list. */
  set(text: Text, value: Value): void;
}

export function columnOf<Text extends string, Value>(rows: Rows): Column<Text, Value> {
  const values = new Array<Value | undefined>(rows.length).fill(undefined);
  const get = (text: Text): Value | undefined => {
    const row = rows.of(text);
    return row === undefined ? undefined : values[row];
  };
  return {
    get,
    has: (text) => get(text) !== undefined,
    set(text, value) {
      const row = rows.of(text);
      if (row === undefined) throw new Error(`${text} has no row`);
      values[row] = value;
    },
  };
}
